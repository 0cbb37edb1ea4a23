import { AccessDeniedError } from '@auth/core-errors'

/** In front of the state of a sign-in whose window is to hand its callback over. */
export const popupPrefix = 'popup.'

/** Of the channel by which callbacks are handed over; the state tells whose one is. */
const channelName = 'auth popup'
/** A page's Cross-Origin-Opener-Policy makes its window look closed at once, to the page that opened it. */
const closedMessage = 'the window was closed, or cut off by a Cross-Origin-Opener-Policy: use loginWithRedirect'
/** How often it is looked whether the window is still open, in milliseconds. */
const lookEvery = 500

/**
 * The callback that a window hands over, by its state.
 * @throws {AccessDeniedError} AUTH_1010 when the window is closed first
 */
export function awaitPopup(popup: Pick<Window, 'closed'>, state: string): Promise<string> {
  const channel = new BroadcastChannel(channelName)
  let timer: ReturnType<typeof setInterval>
  return new Promise<string>((resolve, reject) => {
    channel.addEventListener('message', ({ data }: MessageEvent<string>) => {
      if (URL.parse(data)?.searchParams.get('state') === state) resolve(data)
    })
    timer = setInterval(() => {
      // A window that has just closed itself has handed its callback over before.
      if (popup.closed) setTimeout(reject, lookEvery, new AccessDeniedError(closedMessage))
    }, lookEvery)
  }).finally(() => {
    clearInterval(timer)
    channel.close()
  })
}

/** Hands the callback over to the page that waits for it, and closes this window; resolves where that cannot be done. */
export function handOver(callbackUrl: string): Promise<void> {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(callbackUrl) // oxlint-disable-line unicorn/require-post-message-target-origin -- a channel has one origin
  channel.close()
  globalThis.close?.()
  return new Promise((resolve) => setTimeout(resolve, lookEvery))
}
