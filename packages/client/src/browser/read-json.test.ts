import { expect, it } from 'vitest'
import { createStorage } from '../../test/page-provider.ts'
import { readJson } from './read-json.ts'

it('reads what is there, and nothing where there is nothing that can be read', () => {
  const storage = createStorage()
  storage.setItem('good', '{"a":1}')
  storage.setItem('bad', '{"a":')
  const shut = {
    getItem(): never {
      throw new DOMException('no', 'SecurityError')
    },
  }
  expect(readJson(storage, 'good')).toEqual({ a: 1 })
  expect([readJson(storage, 'bad'), readJson(storage, 'none'), readJson(undefined, 'a'), readJson(shut, 'a')]).toEqual([
    undefined,
    null,
    null,
    undefined,
  ])
})
