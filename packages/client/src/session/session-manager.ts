/// <reference lib="esnext.disposable" preserve="true" />
import { isAuthPlatformError, LoginRequiredError } from '@auth/core-errors'
import { checkObject, checkOption } from '@auth/core-errors/options'
import { createRequirementsCheck, type Requirements } from '@auth/tokens/resource-server'
import { fetchApi } from '../api/fetch-api.ts'
import type { CookieSource, RequestSource } from './cookies/cookie-source.ts'
import { toWrites } from './cookies/session-writes.ts'
import { Sessions } from './kept/sessions.ts'
import type { LoginOptions, SignOutOptions } from './login/login-options.ts'
import { Logins } from './login/logins.ts'
import { signOut } from './login/sign-out.ts'
import { toReturnUrl } from './login/to-return-url.ts'
import { accessTokenRoute } from './routes/access-token-route.ts'
import { backchannelLogoutRoute } from './routes/backchannel-logout-route.ts'
import { callbackRoute } from './routes/callback-route.ts'
import { frontchannelLogoutRoute } from './routes/frontchannel-logout-route.ts'
import { loginRoute, toLoginQuery } from './routes/login-route.ts'
import { logoutRoute } from './routes/logout-route.ts'
import { refreshRoute } from './routes/refresh-route.ts'
import { toEmpty } from './routes/responses.ts'
import type { Route, RouteParts } from './routes/route.ts'
import { sessionRoute } from './routes/session-route.ts'
import { showError, toErrorResponse } from './routes/show-error.ts'
import { signedOutRoute } from './routes/signed-out-route.ts'
import type { SessionConfig } from './session-config.ts'
import { SessionContext } from './session-context.ts'
import type {
  SessionAccessOptions,
  SessionAccessToken,
  SessionFetch,
  SessionRedirect,
  SessionRoutes,
  SessionUpdate,
} from './session-results.ts'
import type { SessionState } from './session-state.ts'
import type { Session } from './session.ts'

const routes: { readonly [Name in keyof SessionRoutes]: Route } = {
  login: loginRoute,
  callback: callbackRoute,
  logout: logoutRoute,
  signedOut: signedOutRoute,
  session: sessionRoute,
  accessToken: accessTokenRoute,
  refresh: refreshRoute,
  backchannelLogout: backchannelLogoutRoute,
  frontchannelLogout: frontchannelLogoutRoute,
}

/**
 * Signs people in and keeps them signed in, on web-standard requests and responses. One instance serves a whole program;
 * it keeps nothing of any request. Every response that it makes, or whose headers it gives, is `private, no-store`.
 *
 * Every method that asks the store throws {@link ServiceUnavailableError} SRV_5002 when the store fails, and every one that
 * asks the provider what `AuthPlatformClient` throws.
 */
export class SessionManager implements AsyncDisposable {
  /** The absolute URLs of the routes. */
  readonly routes: SessionRoutes
  readonly #context: SessionContext
  readonly #parts: RouteParts
  readonly #byPath: ReadonlyMap<string, Route>

  /** @throws {InvalidConfigError} VAL_2002, naming the option */
  constructor(config: SessionConfig) {
    const context = new SessionContext(config)
    const sessions = new Sessions(context)
    this.#context = context
    this.#parts = { context, sessions, logins: new Logins(context, sessions) }
    this.routes = context.settings.routes
    this.#byPath = new Map(Object.entries(routes).map(([name, route]) => [this.#toPath(this.routes[name as keyof SessionRoutes]), route]))
  }

  /**
   * Answers a request for one of the routes; 404 for every other one. Only path, query, headers and body of the request
   * count: where the application is, `publicUrl` says.
   */
  async handle(request: Request): Promise<Response> {
    checkOption(URL.canParse(checkObject(request, 'request').url), undefined, 'request', 'a Request')
    const route = this.#byPath.get(this.#toPath(request.url))
    if (!route) return toEmpty(404)
    if (!route.methods.some((method) => method === request.method)) return toEmpty(405, { allow: route.methods.join(', ') })
    try {
      return await route.answer(this.#parts, request)
    } catch (error) {
      if (!isAuthPlatformError(error)) throw error
      if (route.audience === 'program') return toErrorResponse(error)
      return showError(this.#context, request, error, { returnTo: new URL(request.url).searchParams.get('returnTo') })
    }
  }

  /** Whether a path, or a URL by its path, is that of a route: exactly as a router would see it, with nothing decoded. */
  handles(path: string): boolean {
    checkOption(typeof path === 'string', path, 'path', 'a string')
    const url = path.startsWith('/') ? new URL(this.routes.login).origin + path : path
    return URL.canParse(url) && this.#byPath.has(this.#toPath(url))
  }

  /** What a request's cookies say. Nothing is refreshed or written, and without a store nothing is asked. */
  read(source: CookieSource): Promise<SessionState> {
    return this.#parts.sessions.read(source)
  }

  /**
   * Brings the session of a request up to date: refreshes its tokens when that is due, and prolongs it. While a refresh
   * fails for now, the access token serves until it expires.
   * @throws {TokenRefreshError} AUTH_1003, `transient`, when it has expired and cannot be refreshed now
   */
  async update(source: CookieSource): Promise<SessionUpdate> {
    const { state, writes } = await this.#parts.sessions.update(source)
    return { state: state.kind === 'stale' ? { kind: 'active', session: state.session } : state, ...writes }
  }

  /**
   * The session's access token, refreshed where that is due.
   * @throws {LoginRequiredError} AUTH_1009 when nobody is signed in, or the token has expired for good
   * @throws {TokenExpiredError} AUTH_1001 when it has expired and `canWriteCookies` is false: go by `refreshUrl`
   * @throws {TokenRefreshError} AUTH_1003 as {@link update}
   */
  async getAccessToken(source: CookieSource, options: SessionAccessOptions = {}): Promise<SessionAccessToken> {
    const { sessions } = this.#parts
    const { canWriteCookies = true } = checkObject(options, 'options')
    const { tokens, writes } = canWriteCookies
      ? await sessions.update(source)
      : { tokens: await sessions.readTokens(source), writes: toWrites() }
    const { accessToken, tokenType, expiresAt, scopes } = sessions.checkUsable(tokens)
    return { accessToken, tokenType, expiresAt, scopes, ...writes }
  }

  /**
   * Calls an API of the `apiOrigins` with the session's token, as `AuthPlatformClient.fetch` does. Where cookies cannot be
   * written, a token that the API refuses is not replaced.
   * @throws as {@link getAccessToken}, and as `AuthPlatformClient.fetch`
   */
  async fetch(source: CookieSource, url: string | URL, options: RequestInit & SessionAccessOptions = {}): Promise<SessionFetch> {
    const { sessions, context } = this.#parts
    const { canWriteCookies = true, ...init } = checkObject(options, 'options')
    if (!canWriteCookies) {
      const { accessToken } = await sessions.readTokens(source)
      const token = { getToken: async () => accessToken, replaceToken: async () => undefined }
      return { response: await fetchApi(context.client, token, { url, init }), ...toWrites() }
    }
    const found = await sessions.find(source)
    if (!found) throw new LoginRequiredError('nobody is signed in')
    const response = await sessions.toClientSession(found).fetch(url, init)
    return { response, ...(await sessions.toWrites(found)) }
  }

  /** Begins a login, or a stronger or newer one. @throws {ValidationError} VAL_2001 for a request that {@link mayStartLogin} refuses */
  startLogin(source: RequestSource, options?: LoginOptions): Promise<SessionRedirect> {
    return this.#parts.logins.start(source, options)
  }

  /** Ends the session, here and at the provider. A provider that is down holds up nothing. */
  async signOut(source: CookieSource, options: SignOutOptions = {}): Promise<SessionRedirect> {
    const { context, sessions } = this.#parts
    return signOut(context, sessions, source, checkObject(options, 'options'))
  }

  /** The login route with these wishes, for a response that can redirect and set no cookie. */
  loginUrl(options: Omit<LoginOptions, 'scopes'> = {}): string {
    const query = String(toLoginQuery(checkObject(options, 'options')))
    return query === '' ? this.routes.login : `${this.routes.login}?${query}`
  }

  /** The refresh route, which comes back to `returnTo`. */
  refreshUrl(returnTo: string): string {
    const url = toReturnUrl(returnTo, this.#context.settings.homeUrl)
    return `${this.routes.refresh}?${String(new URLSearchParams({ returnTo: url }))}`
  }

  /**
   * Makes the check that a guard needs: what `ResourceServer` requires of a token, required of a session's ID token and scopes.
   * @returns a function that throws {InsufficientScopeError} AUTH_1006 or {StepUpRequiredError} AUTH_1007
   * @throws {InvalidConfigError} VAL_2002, naming the requirement
   */
  createCheck(requirements: Requirements = {}): (session: Session) => void {
    const { now } = this.#context.client.config
    const check = createRequirementsCheck(requirements, { now, claimPaths: this.#context.settings.claimPaths })
    return ({ claims, scopes }) => check({ claims, scopes })
  }

  /** Ends every call that is under way; what is called afterwards throws. */
  close(): Promise<void> {
    return this.#context.client.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Its path below `publicUrl`; a router above may have cut off the path of `publicUrl` already. */
  #toPath(url: string): string {
    const { pathname } = new URL(url)
    const { publicPath } = this.#context.settings
    return publicPath !== '' && pathname.startsWith(`${publicPath}/`) ? pathname.slice(publicPath.length) : pathname
  }
}
