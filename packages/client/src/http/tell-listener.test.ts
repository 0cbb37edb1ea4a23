import { afterEach, expect, it } from 'vitest'
import { tellListener } from './tell-listener.ts'

const unhandled: unknown[] = []
process.on('unhandledRejection', (error) => unhandled.push(error))
afterEach(async () => {
  await new Promise(setImmediate)
  expect(unhandled).toEqual([])
})

it('tells the listener at once, where there is one', () => {
  const told: string[] = []
  tellListener((event: string) => told.push(event), 'event')
  expect(told).toEqual(['event'])
  expect(() => tellListener(undefined, 'event')).not.toThrow()
})

it.each([
  [
    'at once',
    () => {
      throw new Error('listener')
    },
  ],
  ['later', async () => Promise.reject(new Error('listener'))],
])('a listener that fails %s breaks nothing', (_, listener) => {
  expect(() => tellListener(listener, 'event')).not.toThrow()
})
