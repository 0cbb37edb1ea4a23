import { CallbackError } from '@auth/core-errors'
import { checkObject, checkOption, checkString } from '@auth/core-errors/options'
import { generateState } from '@auth/pkce-dpop/pkce'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'

/** What a logout at the provider takes. */
export interface LogoutParameters {
  /** The session's ID token, which says who is to be logged out. Without it the provider asks. */
  readonly idToken?: string | undefined
  /** Where the provider sends the person afterwards; it must be registered. */
  readonly postLogoutRedirectUri?: string | undefined
  readonly logoutHint?: string | undefined
  readonly uiLocales?: readonly string[] | undefined
}

/** Where to send the browser to log out, and the state that comes back with it. */
export interface LogoutRequest {
  readonly url: string
  /** With a `postLogoutRedirectUri` only. */
  readonly state: string | undefined
}

/** The address of a logout that this client starts (OpenID Connect RP-Initiated Logout 2). */
export async function createLogoutUrl(context: ClientContext, parameters: LogoutParameters, options?: CallOptions): Promise<LogoutRequest> {
  const { idToken, postLogoutRedirectUri, logoutHint, uiLocales } = checkObject(parameters, 'parameters')
  const state = postLogoutRedirectUri === undefined ? undefined : generateState()
  const entries = {
    client_id: context.config.clientId,
    id_token_hint: idToken && checkString(idToken, 'idToken'),
    post_logout_redirect_uri: postLogoutRedirectUri && checkString(postLogoutRedirectUri, 'postLogoutRedirectUri'),
    state,
    logout_hint: logoutHint && checkString(logoutHint, 'logoutHint'),
    ui_locales: uiLocales?.join(' '),
  }
  const url = new URL(await context.findEndpoint('endSessionEndpoint', context.begin(options)))
  for (const [name, value] of Object.entries(entries)) if (value !== undefined) url.searchParams.set(name, value)
  return Object.freeze({ url: url.href, state })
}

/**
 * Whether the browser came back from the logout that it was sent to: the state of the URL is that of the request.
 * @throws {CallbackError} VAL_2005, `missing_state` or `state_mismatch`: nothing may be ended or shown because of this URL
 */
export function checkLogoutCallback(url: string | URL, expected: { readonly expectedState: string }): void {
  checkOption(typeof url === 'string' || url instanceof URL, undefined, 'url', 'a URL')
  const expectedState = checkString(checkObject(expected, 'expected').expectedState, 'expectedState')
  const states = URL.parse(url, 'https://callback.invalid')?.searchParams.getAll('state') ?? []
  if (states.length === 0) throw new CallbackError('the logout callback has no state', { reason: 'missing_state' })
  if (states.length === 1 && states[0] === expectedState) return
  throw new CallbackError('the logout callback answers another logout', { reason: 'state_mismatch' })
}
