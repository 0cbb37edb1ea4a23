import { describe, expect, it } from 'vitest'
import { countListeners } from '../test/count-listeners.ts'
import { untilAborted } from './until-aborted.ts'

describe('untilAborted', () => {
  it('settles as the work does', async () => {
    const { signal } = new AbortController()
    expect(await untilAborted(Promise.resolve(1), signal)).toBe(1)
    await expect(untilAborted(Promise.reject(new Error('work')), signal)).rejects.toThrow('work')
  })

  it('rejects with the reason although the work does not listen', async () => {
    const controller = new AbortController()
    const waiting = untilAborted(new Promise(() => undefined), controller.signal)
    controller.abort('left')
    await expect(waiting).rejects.toBe('left')
  })

  it('rejects at once for a signal that is already aborted', async () => {
    await expect(untilAborted(new Promise(() => undefined), AbortSignal.abort('left'))).rejects.toBe('left')
  })

  it('leaves no listener behind', async () => {
    const { signal, count } = countListeners()
    await untilAborted(Promise.resolve(), signal)
    expect(count()).toBe(0)
  })
})
