import { ServiceUnavailableError } from '@auth/core-errors'
import type { MaybePromise, StoredEntry, StoredTokens, TokenStore } from '../../token-store/token-store.ts'
import type { NewSession, SessionSelection, SessionStore } from './session-store.ts'

/** How long a store is waited for, in seconds. */
const timeoutSeconds = 10

/**
 * A store of somebody's, held to its word. One that fails, answers what it may not, or does not answer at all, is an
 * outage, and never a session that is not there. What it answers at once is given at once.
 */
export class CheckedStore implements TokenStore {
  readonly #store: SessionStore

  constructor(store: SessionStore) {
    this.#store = store
  }

  get(id: string): MaybePromise<StoredEntry | undefined> {
    return ask(() => this.#store.get(id), toEntry)
  }

  set(id: string, tokens: StoredTokens, expectedVersion: string | undefined): MaybePromise<boolean> {
    return ask(() => this.#store.set(id, tokens, expectedVersion), toAnswerOf('set'))
  }

  delete(id: string, expectedVersion: string | null): MaybePromise<boolean> {
    return ask(() => this.#store.delete(id, expectedVersion), Boolean)
  }

  create(id: string, session: NewSession): MaybePromise<void> {
    return ask(() => this.#store.create(id, session), toNothing)
  }

  touch(id: string, expiresAt: number): MaybePromise<boolean> {
    return ask(() => this.#store.touch(id, expiresAt), toAnswerOf('touch'))
  }

  deleteMatching(selection: SessionSelection): MaybePromise<void> {
    return ask(() => this.#store.deleteMatching(selection), toNothing)
  }

  async claim(id: string, ttlSeconds: number): Promise<boolean> {
    return ask(() => this.#store.claim(id, ttlSeconds), toAnswerOf('claim'))
  }
}

function ask<T>(question: () => unknown, check: (answer: unknown) => T): MaybePromise<T> {
  try {
    const answer = question()
    const isPromise = typeof (Object(answer) as Partial<PromiseLike<unknown>>).then === 'function'
    return isPromise ? wait(answer, check) : check(answer)
  } catch (cause) {
    throw toOutage(cause)
  }
}

async function wait<T>(answer: unknown, check: (answer: unknown) => T): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new ServiceUnavailableError(`the session store did not answer within ${timeoutSeconds} s`))
  }, timeoutSeconds * 1000)
  try {
    return check(await Promise.race([answer, late]))
  } catch (cause) {
    throw toOutage(cause)
  } finally {
    clearTimeout(timer)
  }
}

function toOutage(cause: unknown): ServiceUnavailableError {
  return cause instanceof ServiceUnavailableError ? cause : new ServiceUnavailableError('the session store fails', { cause })
}

function toEntry(answer: unknown): StoredEntry | undefined {
  if (answer === undefined || answer === null) return undefined
  const { version, tokens } = answer as Partial<Record<keyof StoredEntry, unknown>>
  const { issuer, clientId, accessToken, scopes }: Partial<Record<keyof StoredTokens, unknown>> = Object(tokens)
  const isEntry = [version, issuer, clientId, accessToken].every((text) => typeof text === 'string') && Array.isArray(scopes)
  if (isEntry) return answer as StoredEntry // which has what everything here stands on
  throw new ServiceUnavailableError('the session store gives what is no entry: {version, tokens} as they were written, or undefined')
}

/** Only a clear yes or no counts. */
function toAnswerOf(method: 'set' | 'touch' | 'claim'): (answer: unknown) => boolean {
  return (answer) => {
    if (typeof answer === 'boolean') return answer
    throw new ServiceUnavailableError(`the session store answers "${method}" with ${typeof answer}: it must be true or false`)
  }
}

function toNothing(): void {}
