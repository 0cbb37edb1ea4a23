import { InvalidConfigError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { checkStorage } from './jwks-storage.ts'

it('takes a Map, and any object with both functions', () => {
  const storage = { get: () => undefined, set: () => undefined }
  expect(checkStorage(storage)).toBe(storage)
  expect(checkStorage(new Map<string, string>())).toBeInstanceOf(Map)
})

it.each([null, 'redis', {}, { get: () => undefined }, { set: () => undefined }, { get: 1, set: 1 }])('refuses %j', (storage) => {
  expect(() => checkStorage(storage as never)).toThrow(InvalidConfigError)
})
