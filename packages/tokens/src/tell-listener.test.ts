import { afterEach, expect, it } from 'vitest'
import { tellListener } from './tell-listener.ts'

const unhandled: unknown[] = []
process.on('unhandledRejection', (error) => unhandled.push(error))
afterEach(async () => {
  await new Promise(setImmediate)
  expect(unhandled).toEqual([])
})

it('tells the listener, once', () => {
  const told: string[] = []
  tellListener((event: string) => told.push(event), 'event')
  expect(told).toEqual(['event'])
})

it.each([
  [
    'at once',
    () => {
      throw new Error('listener')
    },
  ],
  ['later', async () => Promise.reject(new Error('listener'))],
  // oxlint-disable-next-line unicorn/no-thenable -- what other libraries answer
  ['as another library’s promise', () => ({ then: (_: unknown, reject: (error: Error) => void) => reject(new Error('listener')) })],
])('a listener that fails %s breaks nothing', (_, listener) => {
  expect(() => tellListener(listener, 'event')).not.toThrow()
})
