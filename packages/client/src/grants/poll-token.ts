import { AuthorizationExpiredError, type AuthPlatformError, isAuthPlatformError } from '@auth/core-errors'
import { checkObject, checkFunction } from '@auth/core-errors/options'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import { tellListener } from '../http/tell-listener.ts'
import type { IdTokenExpectation } from '../token/check-id-token.ts'
import { sendTokenRequest } from '../token/send-token-request.ts'
import type { TokenResponse } from '../token/token-response.ts'

/** What is told between two questions. */
export interface PollProgress {
  /** `pending`: the person has not answered yet; `slow_down`: the provider asks for longer waits; `outage`: there was no answer. */
  readonly type: 'pending' | 'slow_down' | 'outage'
  /** How often was asked. */
  readonly attempt: number
  /** How long it is until the next question. */
  readonly intervalSeconds: number
  /** How long the person still has. */
  readonly remainingSeconds: number
}

/** What a wait for a person's consent takes beside every call's options. */
export interface PollOptions extends Omit<CallOptions, 'deadlineSeconds'> {
  /** Is told after every question that brought no tokens yet. What it throws is ignored. */
  readonly onProgress?: ((progress: PollProgress) => void) | undefined
}

/** What is asked, how often and how long. */
export interface Poll {
  readonly body: URLSearchParams
  readonly intervalSeconds: number
  /** In seconds since the epoch. */
  readonly expiresAt: number
  readonly requestedScopes: readonly string[]
  readonly idToken: IdTokenExpectation
}

/** RFC 8628 §3.5. */
const slowDownSeconds = 5

/** Asks for the tokens until there is an answer; never faster than the provider wants, and not beyond the expiry. */
export async function pollToken(context: ClientContext, poll: Poll, options: PollOptions = {}): Promise<TokenResponse> {
  const { onProgress, ...callOptions } = checkObject(options, 'options')
  const { now, wait } = context.config
  if (onProgress !== undefined) checkFunction(onProgress, 'onProgress')
  const { signal, correlationId } = context.begin(callOptions)
  const remainingSeconds = (): number => poll.expiresAt - now() / 1000
  let { intervalSeconds } = poll
  for (let attempt = 1; ; attempt++) {
    await wait(Math.max(0, Math.min(intervalSeconds, remainingSeconds())), signal)
    if (remainingSeconds() <= 0) throw new AuthorizationExpiredError('nobody answered in time', { correlationId })
    try {
      return await sendTokenRequest(context, poll, context.begin(callOptions))
    } catch (error) {
      const type = signal.aborted ? undefined : toProgress(error)
      if (type === undefined) throw error
      intervalSeconds = toInterval(type, intervalSeconds, error as AuthPlatformError)
      tellListener(onProgress, { type, attempt, intervalSeconds, remainingSeconds: remainingSeconds() })
    }
  }
}

/** What goes on after an error; undefined for one that ends the wait. */
function toProgress(error: unknown): PollProgress['type'] | undefined {
  if (!isAuthPlatformError(error)) return undefined
  const { oauthError } = error.details
  if (oauthError === 'authorization_pending') return 'pending'
  return oauthError === 'slow_down' ? 'slow_down' : error.retryable ? 'outage' : undefined
}

/** Longer for good after `slow_down`; doubled for an outage, and never sooner than the provider says. */
function toInterval(type: PollProgress['type'], seconds: number, error: AuthPlatformError): number {
  if (type === 'pending') return seconds
  if (type === 'slow_down') return seconds + slowDownSeconds
  const retryAfterSeconds = 'retryAfterSeconds' in error ? Number(error.retryAfterSeconds ?? 0) : 0
  return Math.max(seconds * 2, slowDownSeconds, retryAfterSeconds)
}
