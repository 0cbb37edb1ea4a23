import { AccessDeniedError } from '@auth/core-errors'
import { checkOptions } from '@auth/core-errors/options'
import { loadOrGenerateDPoPKeyPair } from '@auth/pkce-dpop/dpop'
import type { IdTokenClaims } from '@auth/tokens/id-token'
import { callbackParameterNames, readCallbackParameters } from '../authorization/read-callback.ts'
import type { TokenResponse } from '../token/token-response.ts'
import { awaitPopup, handOver, popupPrefix } from './await-popup.ts'
import type { BrowserClientConfig } from './browser-client-config.ts'
import type { BrowserClientEvent } from './browser-client-event.ts'
import { callApi } from './call-api.ts'
import { type BrowserProver, createProver, noProver } from './create-prover.ts'
import { finishLogin } from './finish-login.ts'
import { isSecureUrl } from './is-secure-url.ts'
import { createLoginTransactions, type LoginTransactions } from './login-transactions.ts'
import { createProvider, type Provider, remember, toUrl } from './provider.ts'
import { type LoginParameters, startLogin, type StartedLogin } from './start-login.ts'
import { createTokenKeeper, type TokenKeeper } from './token-keeper.ts'

/** What a sign-in that has come back brings. */
export interface LoginResult {
  /** The claims of the ID token, which has been checked; undefined without the scope `openid`. */
  readonly user: IdTokenClaims | undefined
  /** What was given to the start of the sign-in. */
  readonly appState: unknown
}

/** What a sign-out takes. */
export interface LogoutOptions {
  /** Where the provider sends the person afterwards; it must be registered. */
  readonly postLogoutRedirectUri?: string | undefined
  /** Ends the sign-in here and in the other tabs, but leaves the person signed in at the provider. @default false */
  readonly keepProviderSession?: boolean | undefined
}

/** The tab's storage; where the browser keeps it shut, to look at it throws. */
function findSessionStorage(): Storage | undefined {
  try {
    return globalThis.sessionStorage
  } catch {
    return undefined
  }
}

/**
 * Signs people in to a single-page application at one provider, and calls APIs for them. All tabs of an origin share one
 * sign-in. It needs a secure context: https, or loopback.
 *
 * Methods that ask the provider throw, beside what they say themselves: {@link ProtocolError} SRV_5003,
 * {@link NetworkError} NET_3001, {@link TimeoutError} NET_3002, {@link ServiceUnavailableError} SRV_5002,
 * {@link RateLimitError} RATE_4001, {@link ValidationError} VAL_2001 for a refusal (`details.oauthError`).
 */
export class BrowserClient {
  readonly #config: BrowserClientConfig
  readonly #provider: Provider
  readonly #name: string
  readonly #transactions: LoginTransactions
  readonly #keeper: TokenKeeper
  readonly #listeners = new Set<(event: BrowserClientEvent) => void>()
  readonly #navigate: (url: string) => void
  readonly #findProver: () => Promise<BrowserProver>
  #callback: { readonly url: string; readonly result: Promise<LoginResult | undefined> } | undefined

  /** @throws {InvalidConfigError} VAL_2002, naming the option; also in a page that is no secure context */
  constructor(config: BrowserClientConfig) {
    const { storage = 'memory', sessionStorage = findSessionStorage(), onEvent, apiOrigins = [], allowInsecureLoopback } = config
    const { tokenBufferSeconds: bufferSeconds = 60 } = config.cache ?? {}
    const { enabled, algorithm = 'ES256', keyPair } = config.dpop ?? {}
    this.#config = config
    this.#navigate = config.navigate ?? ((url) => location.assign(url))
    this.#provider = createProvider(config, {
      addProof: async (url, send) => (await this.#findProver()).send({ method: 'POST', url }, send),
      isTokenType: (type) => (type === 'bearer' ? !enabled : type === 'dpop' && enabled !== false),
    })
    checkOptions({
      storage: ['memory', 'session'].includes(storage),
      'cache.tokenBufferSeconds': bufferSeconds >= 0,
      apiOrigins:
        Array.isArray(apiOrigins) &&
        apiOrigins.every((origin) => isSecureUrl(origin, allowInsecureLoopback) && new URL(origin).origin === origin),
    })
    const { issuer, clientId, resource = '' } = this.#provider
    this.#name = `auth ${issuer} ${clientId} ${resource}`
    this.#transactions = createLoginTransactions(sessionStorage, `${this.#name} logins`)
    this.#findProver = remember(async () => {
      const { now, findMetadata } = this.#provider
      const isWanted = enabled ?? [(await findMetadata())['dpop_signing_alg_values_supported']].flat().includes(algorithm)
      return isWanted ? createProver(keyPair ?? (await loadOrGenerateDPoPKeyPair(this.#name, { algorithm, now }))) : noProver
    })
    if (onEvent) this.subscribe(onEvent)
    this.#keeper = createTokenKeeper({
      name: this.#name,
      provider: this.#provider,
      storage: storage === 'session' ? sessionStorage : undefined,
      bufferSeconds,
      onEvent: (event) => {
        for (const listener of this.#listeners) queueMicrotask(() => listener(event))
      },
    })
  }

  /**
   * Sends the person to the provider. On the way back, {@link handleRedirectCallback} ends the sign-in, in this tab.
   * @throws {InvalidConfigError} VAL_2002 without a `redirectUri`, or for a wrong parameter
   * @throws {ServiceUnavailableError} SRV_5002 where the session storage is full or shut
   */
  async loginWithRedirect(parameters?: LoginParameters): Promise<void> {
    const { url, transaction } = await this.#start(parameters)
    this.#transactions.add(transaction)
    this.#navigate(url)
  }

  /**
   * Signs the person in in a window of its own; the page at `redirectUri`, which calls {@link handleRedirectCallback},
   * closes it. Call it from a click: browsers block other windows.
   * @throws {AccessDeniedError} AUTH_1010 when the window is blocked, closed, or cut off by a Cross-Origin-Opener-Policy of
   * the page or the provider, which makes it look closed; as {@link handleRedirectCallback}
   */
  async loginWithPopup(parameters?: LoginParameters): Promise<LoginResult> {
    const popup = globalThis.open('about:blank', '', 'popup,width=480,height=720')
    if (!popup) throw new AccessDeniedError('the browser has blocked the window')
    try {
      const { url, transaction } = await this.#start(parameters, popupPrefix)
      const callbackUrl = awaitPopup(popup, transaction.state)
      popup.location.href = url
      return this.#keep(await finishLogin(this.#provider, await callbackUrl, transaction), transaction.appState)
    } finally {
      popup.close()
    }
  }

  /**
   * Ends the sign-in that the URL brings back, and takes its parameters out of the address bar; undefined when the URL
   * brings none. The same URL again gives the same answer.
   *
   * @param url @default location.href
   * @throws {CallbackError} VAL_2005, whose `reason` names the check: `missing_transaction`, `missing_state`,
   * `issuer_mismatch`, `missing_issuer`, `duplicate_parameter`, `missing_code`, `malformed`
   * @throws {AccessDeniedError} AUTH_1010, {LoginRequiredError} AUTH_1009 and others, when the provider refuses
   * @throws {AuthorizationExpiredError} AUTH_1011 an hour after its start; {InvalidGrantError} VAL_2004 for a code that is used up
   * @throws {TokenInvalidError} AUTH_1002, {TokenExpiredError} AUTH_1001 for an ID token that fails a check
   */
  handleRedirectCallback(url: string = location.href): Promise<LoginResult | undefined> {
    if (this.#callback?.url !== url) this.#callback = { url, result: this.#finish(url) }
    return this.#callback.result
  }

  /**
   * An access token that is good for a while: from memory, or by one refresh that all tabs share. While a refresh fails
   * for now, the token serves until it expires.
   * @throws {LoginRequiredError} AUTH_1009 when nobody is signed in
   * @throws {TokenRefreshError} AUTH_1003: `transient` when it may be tried again; else the sign-in has ended
   */
  async getAccessToken(): Promise<string> {
    return (await this.#keeper.findFresh()).accessToken
  }

  /** The claims of the signed-in person's ID token, which was checked when it came; undefined when nobody is signed in. */
  async getUser(): Promise<IdTokenClaims | undefined> {
    return (await this.#keeper.find())?.idTokenClaims
  }

  /** Whether somebody is signed in: a token is still good, or can be refreshed. The provider is not asked. */
  async isAuthenticated(): Promise<boolean> {
    return (await this.#keeper.find()) !== undefined
  }

  /**
   * Ends the sign-in in all tabs at once, withdraws its refresh token, and sends the person to the provider to be signed
   * out there, where it has a page for that. Never fails for what the provider does.
   */
  async logout({ postLogoutRedirectUri, keepProviderSession }: LogoutOptions = {}): Promise<void> {
    const { clientId, findEndpoint } = this.#provider
    const idToken = await this.#keeper.end()
    const endpoint = keepProviderSession ? undefined : await findEndpoint('end_session_endpoint').catch(() => undefined)
    if (!endpoint) return
    this.#navigate(toUrl(endpoint, { client_id: clientId, id_token_hint: idToken, post_logout_redirect_uri: postLogoutRedirectUri }))
  }

  /**
   * Calls an API among `apiOrigins` with the access token, and with a DPoP proof where the token is bound to a key;
   * answers a demand for a nonce, and goes on once with a refreshed token when the API refuses the one it got.
   * @throws {ValidationError} VAL_2001 for another origin: nothing was sent
   * @throws {StepUpRequiredError} AUTH_1007 when the API wants a stronger or newer sign-in: sign in with its `acrValues`, `maxAgeSeconds`
   * @throws as {@link getAccessToken}
   */
  async fetch(url: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(url, init)
    const { signal } = request
    signal.throwIfAborted()
    // An abort does not wait for a token, either.
    const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    return Promise.race([this.#call(request), aborted])
  }

  /** Tells the listener of every change, until the answer is called. */
  subscribe(listener: (event: BrowserClientEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Stops timers and the talk with other tabs; nobody is signed out. */
  close(): void {
    this.#keeper.close()
  }

  async #call(request: Request): Promise<Response> {
    const { apiOrigins = [] } = this.#config
    const tokens = await this.#keeper.findFresh()
    const prover = /^dpop$/i.test(tokens.tokenType) ? await this.#findProver() : noProver
    return callApi({ apiOrigins, fetch: this.#provider.fetch, prover, tokens, replaceToken: this.#keeper.replace }, request)
  }

  async #start(parameters?: LoginParameters, statePrefix?: string): Promise<StartedLogin> {
    const dpopThumbprint = (await this.#findProver()).thumbprint
    return startLogin(this.#provider, parameters, { dpopThumbprint, usePushedRequest: this.#config.usePushedRequest, statePrefix })
  }

  async #finish(url: string): Promise<LoginResult | undefined> {
    const parameters = readCallbackParameters(url)
    const state = parameters.get('state')
    if (!state && !parameters.has('code') && !parameters.has('error')) return undefined
    if (state?.startsWith(popupPrefix)) await handOver(url)
    const transaction = this.#transactions.take(state)
    // What another client of this page has begun, it will want to end.
    if (transaction && url === globalThis.location?.href) {
      const cleaned = new URL(url)
      for (const name of callbackParameterNames) cleaned.searchParams.delete(name)
      history.replaceState(history.state, '', cleaned)
    }
    return this.#keep(await finishLogin(this.#provider, url, transaction), transaction?.appState)
  }

  #keep(tokens: TokenResponse, appState: unknown): LoginResult {
    this.#keeper.hold(tokens)
    return { user: tokens.idTokenClaims, appState }
  }
}
