import { expect, it } from 'vitest'
import { emitEvent, type JWKSEvent } from './jwks-event.ts'

const event: JWKSEvent = { type: 'jwks_refreshed', source: 'https://issuer.example', keyCount: 1, isUnchanged: false, durationSeconds: 0.1 }

it('tells the listener before it returns', () => {
  const heard: JWKSEvent[] = []
  emitEvent((told) => heard.push(told), event)
  expect(heard).toEqual([event])
})

it('a listener that throws, at once or later, breaks nothing', async () => {
  const unhandled: unknown[] = []
  const listen = (reason: unknown): unknown => unhandled.push(reason)
  process.on('unhandledRejection', listen)
  emitEvent(() => {
    throw new Error('now')
  }, event)
  emitEvent(() => Promise.reject(new Error('later')), event)
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', listen)
  expect(unhandled).toEqual([])
})
