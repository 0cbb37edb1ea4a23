import { expect, it } from 'vitest'
import { chain } from './chain.ts'

it('takes the next step at once when the value is there', () => {
  expect(chain(1, (value) => value + 1)).toBe(2)
})

it('waits when the value or the next step has to be waited for', async () => {
  const both = chain(Promise.resolve(1), (value) => chain(value, (again) => Promise.resolve(again + 1)))
  expect(both).toBeInstanceOf(Promise)
  expect(await both).toBe(2)
})

it('does not take the next step after a failure', async () => {
  await expect(chain(Promise.reject(new Error('no')), () => 'next')).rejects.toThrow('no')
})
