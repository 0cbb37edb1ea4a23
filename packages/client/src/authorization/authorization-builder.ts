import { checkObject, checkOneOf, checkOption, checkString, checkStringList } from '@auth/core-errors/options'
import { createPKCEChallenge, generateNonce, generateState } from '@auth/pkce-dpop/pkce'
import type { AuthPlatformConfig } from '../config/auth-platform-config.ts'
import type { CallOptions } from '../http/call-options.ts'
import type { Call } from '../http/call.ts'
import { ClientContext } from '../http/client-context.ts'
import { isResource } from '../token/is-resource.ts'
import { type AuthorizationParameters, toWireParameters } from './authorization-parameters.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { type CallbackExpectation, parseCallback } from './parse-callback.ts'
import { pushRequest } from './push-request.ts'
import type { CallbackResult } from './read-callback.ts'
import { signRequest } from './sign-request.ts'

/** Builds authorization requests for a browser, and reads what the browser brings back. It keeps nothing of any request. */
export class AuthorizationBuilder {
  readonly #context: ClientContext

  /**
   * @param config a configuration; `client.authorization` is the builder that shares a client's DPoP key and metadata
   * @throws {InvalidConfigError} VAL_2002, naming the option
   */
  constructor(config: AuthPlatformConfig | ClientContext) {
    this.#context = config instanceof ClientContext ? config : new ClientContext(config)
  }

  /**
   * A new request with PKCE, state and nonce of its own (RFC 6749 §4.1.1, OpenID Connect Core 3.1.2.1). It is signed
   * (RFC 9101) with `requestSigning`, and pushed (RFC 9126) where the provider or the profile demands it; else nothing is
   * sent but, once, discovery. Keep the answer, all but its `url`, until the callback, bound to the browser that starts.
   *
   * @throws {InvalidConfigError} VAL_2002, naming the parameter
   * @throws {AuthPlatformError} what discovery, and the pushed request, throw
   */
  async buildAuthorizationUrl(parameters: AuthorizationParameters = {}, options?: CallOptions): Promise<AuthorizationRequest> {
    const context = this.#context
    const { request, form } = await this.#prepare(parameters)
    const call = context.begin(options)
    const endpoint = await context.findEndpoint('authorizationEndpoint', call)
    const signed = context.config.requestSigner ? await signRequest(context.config, form) : form
    const isPushed = parameters.usePushedRequest ?? (await this.#mustPush(call))
    return Object.freeze({ ...request, url: toUrl(endpoint, isPushed ? await pushRequest(context, signed, call) : signed) })
  }

  /**
   * The code of a callback, or the provider's refusal as a typed error, after every check: no parameter twice, the state,
   * the issuer (RFC 9207: also that it is there when the provider says that it always is), and with JARM the signature,
   * audience and expiry. Refusals are checked in the same way. The ID token is checked by `exchangeCode`.
   *
   * @param url the callback's URL, absolute or not, or with `form_post` the posted form
   * @throws {CallbackError} VAL_2005, whose `reason` names the check that failed: `duplicate_parameter`, `response_mode`,
   * `response_invalid`, `missing_state`, `state_mismatch`, `missing_issuer`, `issuer_mismatch`, `missing_code`, `malformed`
   * @throws {InvalidConfigError} VAL_2002, naming the option
   */
  parseCallbackUrl(url: string | URL | URLSearchParams, expected: CallbackExpectation, options?: CallOptions): Promise<CallbackResult> {
    return parseCallback(this.#context, url, expected, options)
  }

  async #prepare(parameters: AuthorizationParameters): Promise<{ request: Omit<AuthorizationRequest, 'url'>; form: URLSearchParams }> {
    const { config } = this.#context
    const { redirectUri = config.redirectUri, scopes = config.scopes, responseMode, maxAgeSeconds } = checkObject(parameters, 'parameters')
    if (scopes !== config.scopes) checkStringList(scopes, 'scopes')
    const own = isResource(config.audience) ? config.audience : undefined
    const wire = toWireParameters({ ...parameters, resource: parameters.resource ?? own })
    const pkce = this.#usesPkce(parameters.usePkce) ? await createPKCEChallenge() : undefined
    const dpopJkt = await this.#selectThumbprint(parameters.dpopJkt)
    const request = {
      issuer: config.issuer,
      state: generateState(),
      nonce: scopes.includes('openid') ? generateNonce() : undefined,
      pkce,
      redirectUri: checkString(redirectUri, 'redirectUri'),
      scopes,
      responseMode,
      maxAgeSeconds,
    }
    const form = new URLSearchParams({ client_id: config.clientId, response_type: 'code', redirect_uri: request.redirectUri })
    if (scopes.length > 0) form.set('scope', scopes.join(' '))
    form.set('state', request.state)
    if (request.nonce !== undefined) form.set('nonce', request.nonce)
    if (pkce) form.set('code_challenge', pkce.codeChallenge)
    if (pkce) form.set('code_challenge_method', pkce.codeChallengeMethod)
    if (dpopJkt !== undefined) form.set('dpop_jkt', dpopJkt)
    for (const [name, value] of wire) form.append(name, value)
    return { request, form }
  }

  #usesPkce(usePkce = true): boolean {
    const { clientAuthentication, profile } = this.#context.config
    const mustUse = clientAuthentication.method === 'none' || profile === 'fapi2'
    return checkOneOf(usePkce, 'usePkce', mustUse ? [true] : [true, false])
  }

  /** The key of the code is the key of the token request, so that nobody binds it to another (RFC 9449 §10). */
  async #selectThumbprint(asked: string | undefined): Promise<string | undefined> {
    const own = (await this.#context.dpop?.keyPair())?.thumbprint
    checkOption(asked === undefined || asked === own, asked, 'dpopJkt', "the thumbprint of this client's DPoP key")
    return own
  }

  async #mustPush(call: Call): Promise<boolean> {
    const { config, metadata } = this.#context
    if (config.profile === 'fapi2') return true
    // A configured endpoint needs no discovery; then the caller says whether to push.
    if (config.endpoints.authorizationEndpoint !== undefined) return false
    return (await metadata.find(call))?.require_pushed_authorization_requests === true
  }
}

/** The endpoint's own query, if it has one, is kept (RFC 6749 §3.1). */
function toUrl(endpoint: string, parameters: URLSearchParams): string {
  const url = new URL(endpoint)
  for (const [name, value] of parameters) url.searchParams.append(name, value)
  return url.href
}
