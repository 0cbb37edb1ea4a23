import { InvalidConfigError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { checkSignal } from './check-signal.ts'

it('passes a signal, and takes null for none', () => {
  const { signal } = new AbortController()
  expect([checkSignal(signal, 'signal'), checkSignal(undefined, 'signal'), checkSignal(null, 'signal')]).toEqual([
    signal,
    undefined,
    undefined,
  ])
})

it.each([['stop'], [{}], [new AbortController()], [0]])('refuses what is no signal: %s', (value) => {
  const check = (): unknown => checkSignal(value as never, 'signal')
  expect(check).toThrow(InvalidConfigError)
  expect(check).toThrow(expect.objectContaining({ details: { option: 'signal' } }))
})
