import {
  checkFunction,
  checkObject,
  checkOneOf,
  checkOption,
  checkSeconds,
  checkString,
  checkStringList,
  checkUrl,
} from '@auth/core-errors/options'
import { toWireParameters } from '../authorization/authorization-parameters.ts'
import { checkSignInScopes } from './login/check-sign-in-scopes.ts'
import type { SessionStore } from './kept/session-store.ts'
import type { SessionConfig } from './session-config.ts'
import type { SessionRoutes } from './session-results.ts'
import type { CookieNames, SessionSettings } from './session-settings.ts'

const minSecretLength = 32

/**
 * Checks what a configuration says about sessions, and fills in the defaults.
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function parseSessionConfig(config: SessionConfig): SessionSettings {
  const options = checkObject(config, 'config')
  if (options.scopes !== undefined) checkSignInScopes(options.scopes, 'scopes')
  const publicUrl = new URL(checkUrl(options.publicUrl, 'publicUrl', options.allowInsecureLoopback === true))
  checkOption(publicUrl.search === '', publicUrl.href, 'publicUrl', 'a URL without a query')
  const publicPath = publicUrl.pathname.replace(/\/$/, '')
  const homeUrl = publicUrl.origin + (publicPath || '/')
  const secure = publicUrl.protocol === 'https:'
  const absolute = checkSeconds(options.absoluteLifetimeSeconds ?? 604_800, 'absoluteLifetimeSeconds', 1)
  return Object.freeze({
    homeUrl,
    publicPath,
    routes: parseRoutes(options, publicUrl.origin + publicPath),
    secrets: parseSecrets(options.secret),
    store: options.sessionStore && checkStore(options.sessionStore),
    idleLifetimeSeconds: checkSeconds(options.idleLifetimeSeconds ?? Math.min(86_400, absolute), 'idleLifetimeSeconds', 1, absolute),
    absoluteLifetimeSeconds: absolute,
    loginLifetimeSeconds: checkSeconds(options.loginLifetimeSeconds ?? 3600, 'loginLifetimeSeconds', 1, 86_400),
    cookieNames: parseCookieNames(options.cookieName, publicUrl),
    cookieRules: { secure },
    loginParameters: parseLoginParameters(options.loginParameters, secure),
    exposeAccessToken: checkOneOf(options.exposeAccessToken ?? false, 'exposeAccessToken', [true, false]),
    claimPaths: options.claimPaths,
    errorPage: options.errorPage && checkFunction(options.errorPage, 'errorPage'),
  })
}

function parseRoutes({ routesPath = '/auth', redirectUri, postLogoutRedirectUri }: SessionConfig, base: string): SessionRoutes {
  checkOption(/^(\/[\w-]+)+$/.test(checkString(routesPath, 'routesPath')), routesPath, 'routesPath', 'a path such as /auth')
  const route = (name: string): string => `${base}${routesPath}/${name}`
  const own = (url: string | undefined, option: string, name: string): string => {
    if (url === undefined) return route(name)
    const isBelow =
      URL.parse(checkString(url, option))?.href === url && url.startsWith(`${base}/`) && url !== `${base}/` && !/[?#]/.test(url)
    return checkOption(isBelow, url, option, 'a URL below publicUrl, with a path of its own and no query')
  }
  return Object.freeze({
    login: route('login'),
    callback: own(redirectUri, 'redirectUri', 'callback'),
    logout: route('logout'),
    signedOut: own(postLogoutRedirectUri, 'postLogoutRedirectUri', 'signed-out'),
    session: route('session'),
    accessToken: route('access-token'),
    refresh: route('refresh'),
    backchannelLogout: route('backchannel-logout'),
    frontchannelLogout: route('frontchannel-logout'),
  })
}

function parseLoginParameters(parameters: SessionConfig['loginParameters'] = {}, secure: boolean): SessionSettings['loginParameters'] {
  const { responseMode, scopes } = checkObject(parameters, 'loginParameters')
  toWireParameters(parameters)
  if (scopes !== undefined) checkSignInScopes(scopes, 'loginParameters.scopes')
  // What another site posts brings no SameSite=Lax cookie along, and browsers take no other one without Secure.
  checkOption(secure || !responseMode?.startsWith('form_post'), responseMode, 'loginParameters.responseMode', 'another one on plain http')
  return parameters
}

function parseSecrets(secret: SessionConfig['secret']): readonly string[] {
  const secrets = typeof secret === 'string' ? [secret] : checkStringList(secret, 'secret')
  checkOption(
    secrets.every(({ length }) => length >= minSecretLength),
    undefined,
    'secret',
    `texts of at least ${minSecretLength} characters`,
  )
  return [...secrets]
}

function checkStore(store: SessionStore): SessionStore {
  for (const method of ['get', 'set', 'delete', 'create', 'touch', 'deleteMatching', 'claim'] as const) {
    checkFunction(checkObject(store, 'sessionStore')[method], `sessionStore.${method}`)
  }
  return store
}

/**
 * `__Host-` makes browsers refuse the cookie from another host, path or scheme (RFC 6265bis §4.1.3.2). All ports of a host
 * share its cookies: on loopback, where applications are told apart by their ports, the name is.
 */
function parseCookieNames(configured: string | undefined, { protocol, port }: URL): CookieNames {
  const secure = protocol === 'https:'
  const cookieName = configured ?? (secure || port === '' ? 'auth' : `auth-${port}`)
  checkOption(/^[\w-]{1,64}$/.test(checkString(cookieName, 'cookieName')), cookieName, 'cookieName', 'up to 64 letters, digits, - and _')
  const name = `${secure ? '__Host-' : ''}${cookieName}`
  return Object.freeze({ session: `${name}-session`, login: `${name}-login-`, logout: `${name}-logout` })
}
