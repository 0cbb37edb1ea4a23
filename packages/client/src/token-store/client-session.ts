import { LoginRequiredError, TokenRefreshError } from '@auth/core-errors'
import { checkObject, checkString } from '@auth/core-errors/options'
import { fetchApi, type TokenSource } from '../api/fetch-api.ts'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import { createLogoutUrl, type LogoutParameters, type LogoutRequest } from '../provider/logout-url.ts'
import { revokeToken } from '../provider/revoke-token.ts'
import type { TokenResponse } from '../token/token-response.ts'
import type { SessionEntries } from './session-entries.ts'
import type { SessionRefresher } from './session-refresher.ts'
import type { MaybePromise, StoredEntry, StoredTokens } from './token-store.ts'

/** What all sessions of one client share. */
export interface SessionParts {
  readonly context: ClientContext
  readonly entries: SessionEntries
  readonly refresher: SessionRefresher
}

/**
 * One person's session: a view of one entry of the token store. It keeps nothing itself, so that it costs nothing to make
 * one per request. A store that fails is told by every method as {@link ServiceUnavailableError} (SRV_5002).
 */
export class ClientSession {
  readonly id: string
  readonly #parts: SessionParts

  /** Made by `client.forSession(id)`. @throws {InvalidConfigError} VAL_2002 when the id is no text */
  constructor(parts: SessionParts, id: string) {
    this.#parts = parts
    this.id = checkString(id, 'id')
  }

  /** Puts the tokens of a sign-in into the store, in place of what the session had. */
  async save(tokens: TokenResponse): Promise<void> {
    checkString(checkObject(tokens, 'tokens').accessToken, 'tokens.accessToken')
    const { entries } = this.#parts
    await entries.replace(this.id, await entries.toStored(tokens))
  }

  /** What the store has of this session; undefined when there is none, or not of this client at this provider. */
  async read(): Promise<StoredTokens | undefined> {
    return (await this.#parts.entries.find(this.id))?.tokens
  }

  /**
   * An access token that is good for `cache.tokenBufferSeconds` at least: from the store, or by one refresh that all who
   * come meanwhile share. While a refresh fails for now, the token serves until it expires.
   *
   * @throws {LoginRequiredError} AUTH_1009, when there is no session, or nothing to refresh it with
   * @throws {TokenRefreshError} AUTH_1003: `transient` when it may be tried again; else sign in again. A refresh token that
   * the provider refuses has ended the session; a client that it refuses has not
   * @throws the reason of an aborted signal: the refresh itself goes on
   */
  async getAccessToken(options?: CallOptions): Promise<string> {
    const { context, entries } = this.#parts
    context.refuseWhenClosed()
    const found = entries.peek(this.id)
    return entries.getFreshToken(found) ?? (await this.#renew(found, options)).accessToken
  }

  /** Refreshes now, whatever the token's age. @throws as {@link getAccessToken} */
  async refresh(options?: CallOptions): Promise<StoredTokens> {
    return this.#parts.refresher.refresh(this.id, await this.#need(), options)
  }

  /** `client.fetch` with this session's token. @throws as there, and as {@link getAccessToken} */
  async fetch(url: string | URL, init?: RequestInit): Promise<Response> {
    const source: TokenSource = {
      getToken: (options) => this.getAccessToken(options),
      replaceToken: (refused, options) => this.#replace(refused, options),
    }
    return fetchApi(this.#parts.context, source, { url, init })
  }

  /**
   * Ends the session: takes it out of the store, withdraws its refresh token as far as the provider can be reached, and
   * tells where to send the browser to be logged out there, too (`url` is undefined when the provider cannot say).
   * A refresh that is under way cannot bring it back.
   */
  async logout(parameters: Omit<LogoutParameters, 'idToken'> = {}, options?: CallOptions): Promise<Partial<LogoutRequest>> {
    const { context, entries } = this.#parts
    const entry = await entries.find(this.id)
    await entries.delete(this.id, null)
    const { refreshToken, idToken } = entry?.tokens ?? {}
    // The session has ended; a provider that is down, or has no such endpoint, changes nothing about that.
    if (refreshToken !== undefined) {
      await revokeToken(context, refreshToken, { ...options, tokenTypeHint: 'refresh_token' }).catch(() => undefined)
    }
    return createLogoutUrl(context, { ...parameters, idToken }, options).catch(() => ({}))
  }

  async #renew(found: MaybePromise<StoredEntry | undefined>, options: CallOptions | undefined): Promise<StoredTokens> {
    const { entries, refresher } = this.#parts
    const entry = await this.#need(found)
    const { tokens } = entry
    if (entries.isFresh(tokens) || (entries.isUsable(tokens) && tokens.refreshToken === undefined)) return tokens
    try {
      return await refresher.refresh(this.id, entry, options)
    } catch (error) {
      // By now: it may have expired meanwhile.
      if (error instanceof TokenRefreshError && error.transient && entries.isUsable(tokens)) return tokens
      throw error
    }
  }

  /** Another token than the one that was refused; undefined when there can be none. */
  async #replace(refused: string, options: CallOptions): Promise<string | undefined> {
    const entry = await this.#need()
    const { accessToken, refreshToken } = entry.tokens
    if (accessToken !== refused) return accessToken
    return refreshToken === undefined ? undefined : (await this.#parts.refresher.refresh(this.id, entry, options)).accessToken
  }

  async #need(found?: MaybePromise<StoredEntry | undefined>): Promise<StoredEntry> {
    const entry = await this.#parts.entries.find(this.id, found)
    if (entry) return entry
    throw new LoginRequiredError('there is no such session: sign in')
  }
}
