import { CallbackError, ValidationError } from '@auth/core-errors'
import { checkObject, checkOption } from '@auth/core-errors/options'
import { type SingleFlight, singleFlight } from '@auth/http-resilience'
import { exchangeCode } from '../../grants/exchange-code.ts'
import { applyCookies } from '../cookies/apply-cookies.ts'
import { readCookies, readHeader, type RequestSource } from '../cookies/cookie-source.ts'
import { toWrites } from '../cookies/session-writes.ts'
import type { SessionEnvelope } from '../kept/session-envelope.ts'
import type { Sessions } from '../kept/sessions.ts'
import type { SessionContext } from '../session-context.ts'
import type { SessionRedirect } from '../session-results.ts'
import { checkSignInScopes } from './check-sign-in-scopes.ts'
import { hashText } from '../hash-text.ts'
import { deleteLoginCookie, deleteSurplus, openLoginCookie, sealLoginCookie } from './login-cookies.ts'
import type { LoginOptions } from './login-options.ts'
import { type LoginTransaction, toTransaction } from './login-transaction.ts'
import { mayStartLogin } from './may-start-login.ts'
import { readState } from './read-state.ts'
import { toReturnUrl } from './to-return-url.ts'

/** Begins logins, and finishes them when the browser comes back. */
export class Logins {
  readonly #context: SessionContext
  readonly #sessions: Sessions
  readonly #flight: SingleFlight<SessionEnvelope>

  constructor(context: SessionContext, sessions: Sessions) {
    this.#context = context
    this.#sessions = sessions
    const { timeoutSeconds, monotonicNow } = context.client.config
    this.#flight = singleFlight({ maxSeconds: 2 * timeoutSeconds, monotonicNow })
  }

  /** @throws {ValidationError} VAL_2001 for a request that may start none; what building an authorization request throws */
  async start(source: RequestSource, options: LoginOptions = {}): Promise<SessionRedirect> {
    const { returnTo, scopes, ...asked } = checkObject(options, 'options')
    checkOption(returnTo === undefined || typeof returnTo === 'string', returnTo, 'returnTo', 'a string')
    if (scopes !== undefined) checkSignInScopes(scopes, 'scopes')
    if (!mayStartLogin(source)) throw new ValidationError('a prefetch starts no login')
    const { authorization, settings } = this.#context
    const { loginParameters, routes, homeUrl } = settings
    const parameters = { ...loginParameters, ...withoutUndefined({ ...asked, scopes }), redirectUri: routes.callback }
    const { acrValues } = parameters
    const request = await authorization.buildAuthorizationUrl(parameters)
    const facts = {
      acrValues,
      returnTo: toReturnUrl(returnTo, homeUrl),
      userAgent: await hashUserAgent(source),
      createdAt: this.#context.now(),
    }
    const login = toTransaction(request, facts)
    return { url: request.url, ...toWrites(await sealLoginCookie(this.#context, login, readCookies(source))) }
  }

  /**
   * The session that a callback brings, and where its person wants to go.
   * @throws {CallbackError} VAL_2005: beside the reasons of `parseCallbackUrl`, `missing_transaction`, `user_agent_mismatch`
   * and `used`; what the provider's refusal and the exchange of the code throw
   */
  async finish(source: RequestSource, parameters: URLSearchParams): Promise<SessionRedirect> {
    const cookies = readCookies(source)
    const state = readState(parameters)
    if (state === undefined) throw new CallbackError('the callback has no state', { reason: 'missing_state' })
    const login = await openLoginCookie(this.#context, state, cookies)
    if (!login) throw new CallbackError('this browser has no such login under way', { reason: 'missing_transaction' })
    if (login.userAgent !== (await hashUserAgent(source))) {
      throw new CallbackError('the login was begun in another browser', { reason: 'user_agent_mismatch' })
    }
    // Whoever presses twice gets one session: the code works once.
    const key = JSON.stringify([login.state, login.nonce, login.codeVerifier])
    const envelope = await this.#flight(key, () => this.#exchange(login, parameters))
    const { cookies: begun } = await this.#sessions.replace(source, envelope)
    const written = [...begun, ...deleteLoginCookie(this.#context, state, cookies)]
    const surplus = await deleteSurplus(this.#context, applyCookies(cookies, written))
    return { url: toReturnUrl(login.returnTo, this.#context.settings.homeUrl), ...toWrites([...written, ...surplus]) }
  }

  async #exchange(login: LoginTransaction, parameters: URLSearchParams): Promise<SessionEnvelope> {
    const { authorization, client, keeping, settings } = this.#context
    const {
      state: expectedState,
      issuer: expectedIssuer,
      responseMode,
      codeVerifier,
      nonce,
      maxAgeSeconds,
      acrValues,
      scopes,
      redirectUri,
    } = login
    const result = await authorization.parseCallbackUrl(parameters, { expectedState, expectedIssuer, responseMode })
    if (result.error) throw result.error
    if (!(await keeping.claim(await hashText(`login ${login.state}`), settings.loginLifetimeSeconds))) {
      throw new CallbackError('this login has been finished before', { reason: 'used' })
    }
    const { code, issuer } = result
    const tokens = await exchangeCode(client, {
      code,
      issuer,
      redirectUri,
      codeVerifier,
      nonce,
      maxAgeSeconds,
      acrValues,
      requestedScopes: scopes,
    })
    return this.#sessions.begin(tokens)
  }
}

function hashUserAgent(source: RequestSource): Promise<string> {
  return hashText(readHeader(source, 'user-agent') ?? '')
}

function withoutUndefined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>
}
