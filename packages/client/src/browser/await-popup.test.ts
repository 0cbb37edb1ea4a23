import { afterEach, expect, it, vi } from 'vitest'
import { awaitPopup, handOver } from './await-popup.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('hands the callback to the page that waits for its state, and closes the window', async () => {
  const close = vi.fn()
  vi.stubGlobal('close', close)
  const [one, two] = [awaitPopup({ closed: false }, 'popup.1'), awaitPopup({ closed: false }, 'popup.2')]
  void handOver('https://app.test/?code=b&state=popup.2')
  void handOver('https://app.test/?code=a&state=popup.1')
  expect(await Promise.all([one, two])).toEqual(['https://app.test/?code=a&state=popup.1', 'https://app.test/?code=b&state=popup.2'])
  expect(close).toHaveBeenCalledTimes(2)
})

it('is not disturbed by what others say on its channel', async () => {
  const close = vi.fn()
  vi.stubGlobal('close', close)
  const waiting = awaitPopup({ closed: false }, 'popup.1')
  const uncaught = vi.fn()
  process.on('uncaughtException', uncaught)
  const channel = new BroadcastChannel('auth popup')
  for (const message of [null, 7, 'text', {}, 'https://app.test/?code=evil', 'https://app.test/?code=evil&state=popup.2'])
    channel.postMessage(message) // oxlint-disable-line unicorn/require-post-message-target-origin -- a channel has one origin
  channel.close()
  void handOver('https://app.test/?code=a&state=popup.1')
  void handOver('https://app.test/?code=again&state=popup.1')
  expect(await waiting).toBe('https://app.test/?code=a&state=popup.1')
  process.off('uncaughtException', uncaught)
  expect(uncaught).not.toHaveBeenCalled()
})

it('tells that the window was closed before', async () => {
  vi.useFakeTimers()
  const popup = { closed: false }
  const waiting = expect(awaitPopup(popup, 'popup.1')).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1010' }))
  await vi.advanceTimersByTimeAsync(60_000)
  popup.closed = true
  await vi.advanceTimersByTimeAsync(1000)
  await waiting
})

it('does not leave a page waiting where a window cannot be closed', async () => {
  vi.useFakeTimers()
  const handed = handOver('https://app.test/')
  await vi.advanceTimersByTimeAsync(500)
  await handed
})
