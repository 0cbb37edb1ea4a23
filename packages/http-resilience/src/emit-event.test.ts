import { describe, expect, it } from 'vitest'
import { emitEvent } from './emit-event.ts'

describe('emitEvent', () => {
  it('tells the observer before it returns', () => {
    const seen: string[] = []
    emitEvent((event) => void seen.push(event), 'happened')
    expect(seen).toEqual(['happened'])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('observer')
      },
    ],
    ['rejects', () => Promise.reject(new Error('observer'))],
    ['is absent', undefined],
  ])('goes on when the observer %s', async (_, observer) => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    expect(() => emitEvent(observer as (() => void) | undefined, 'happened')).not.toThrow()
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })
})
