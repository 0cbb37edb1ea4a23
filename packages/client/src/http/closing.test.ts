import { describe, expect, it, vi } from 'vitest'
import { createClosing } from './closing.ts'
import { createClosing as createForWorkers } from './closing.workerd.ts'

const reason = new Error('closed')

it('closing ends the calls that are under way', () => {
  const closing = createClosing()
  const { signal } = closing
  closing.close(reason)
  expect([signal.aborted, signal.reason]).toEqual([true, reason])
})

describe.each([
  ['everywhere', createClosing],
  ['in edge workers', createForWorkers],
])('%s', (_, create) => {
  it('a client that is closed begins no call', () => {
    const closing = create()
    expect(() => closing.signal.throwIfAborted()).not.toThrow()
    closing.close(reason)
    expect(() => closing.signal.throwIfAborted()).toThrow(reason)
  })
})

it('in edge workers nothing is made before a call, and no two calls share a signal', () => {
  vi.stubGlobal('AbortController', undefined)
  const closing = createForWorkers()
  vi.unstubAllGlobals()
  expect(closing.signal).not.toBe(closing.signal)
})
