import { ServiceUnavailableError } from '@auth/core-errors'
import type { ClientContext } from '../http/client-context.ts'
import type { TokenResponse } from '../token/token-response.ts'
import { withSignIn } from './sign-in-claims.ts'
import type { MaybePromise, StoredEntry, StoredTokens, TokenStore } from './token-store.ts'

/** The entries of a token store that are one client's. A store that fails is an outage, and never a session that is not there. */
export class SessionEntries {
  readonly #context: ClientContext
  readonly #store: TokenStore

  constructor(context: ClientContext, store: TokenStore) {
    this.#context = context
    this.#store = store
  }

  /** What the store has, at once when it can: a promise only where the store gave one. */
  peek(id: string): MaybePromise<StoredEntry | undefined> {
    try {
      const found = this.#store.get(id)
      return isPromise(found) ? this.#guard(() => found) : found
    } catch (cause) {
      throw storeFailed(cause)
    }
  }

  /** The access token of what the store gave at once, when it will do for a while; else {@link find} has to be asked. */
  getFreshToken(found: MaybePromise<StoredEntry | undefined>): string | undefined {
    const { dpop } = this.#context
    if (found === undefined || isPromise(found) || (dpop && dpop.thumbprint === undefined)) return undefined
    const { tokens } = found
    return this.#isOurs(tokens) && this.isFresh(tokens) ? tokens.accessToken : undefined
  }

  /** The entry, when it is this client's at this provider. */
  async find(id: string, found: MaybePromise<StoredEntry | undefined> = this.peek(id)): Promise<StoredEntry | undefined> {
    const [entry] = await Promise.all([found, this.#context.dpop?.keyPair()])
    return entry && this.#isOurs(entry.tokens) ? entry : undefined
  }

  /** Whether it was written: it is not when the entry is another one by now. */
  write(id: string, tokens: StoredTokens, expectedVersion: string | undefined): Promise<boolean> {
    return this.#guard(() => this.#store.set(id, tokens, expectedVersion))
  }

  /** Writes over whatever there is. */
  async replace(id: string, tokens: StoredTokens): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt++) {
      const current = await this.peek(id)
      if (await this.write(id, tokens, current?.version)) return
    }
    throw new ServiceUnavailableError('the session is being written by others all the time')
  }

  async delete(id: string, expectedVersion: string | null): Promise<void> {
    await this.#guard(() => this.#store.delete(id, expectedVersion))
  }

  /** Tokens as they are kept; what an answer leaves out goes on from the entry before. */
  async toStored(tokens: TokenResponse, previous?: StoredTokens): Promise<StoredTokens> {
    const { issuer, clientId } = this.#context.config
    const { accessToken, tokenType, expiresAt, scopes, refreshToken, idToken, idTokenClaims } = tokens
    const kept: Partial<StoredTokens> = previous ?? {}
    return {
      issuer,
      clientId,
      accessToken,
      tokenType,
      expiresAt,
      scopes,
      refreshToken: refreshToken ?? kept.refreshToken,
      idToken: idToken ?? kept.idToken,
      idTokenClaims: idTokenClaims ? withSignIn(idTokenClaims, kept.idTokenClaims) : kept.idTokenClaims,
      dpopThumbprint: (await this.#context.dpop?.keyPair())?.thumbprint,
    }
  }

  /** Whether the access token is good for a while. One that does not say when it expires is until it is refused. */
  isFresh({ expiresAt }: StoredTokens): boolean {
    const { cache, now } = this.#context.config
    return expiresAt === undefined || expiresAt - cache.tokenBufferSeconds > now() / 1000
  }

  /** Whether it has not expired. */
  isUsable({ expiresAt }: StoredTokens): boolean {
    return expiresAt === undefined || expiresAt > this.#context.config.now() / 1000
  }

  /** Tokens go to no other provider than their own, and serve no other client or key (RFC 6749 §10.4, RFC 9449 §5). */
  #isOurs({ issuer, clientId, dpopThumbprint }: StoredTokens): boolean {
    const { config, dpop } = this.#context
    return issuer === config.issuer && clientId === config.clientId && dpopThumbprint === dpop?.thumbprint
  }

  async #guard<T>(ask: () => T | Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (cause) {
      throw storeFailed(cause)
    }
  }
}

function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return typeof (Object(value) as Partial<PromiseLike<T>>).then === 'function'
}

function storeFailed(cause: unknown): ServiceUnavailableError {
  return new ServiceUnavailableError('the token store fails', { cause })
}
