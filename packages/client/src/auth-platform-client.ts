/// <reference lib="esnext.disposable" preserve="true" />
import { observeValidator, type TokenClaims, TokenValidator } from '@auth/tokens'
import { fetchApi, type TokenSource } from './api/fetch-api.ts'
import { AuthorizationBuilder } from './authorization/authorization-builder.ts'
import type { AuthorizationParameters } from './authorization/authorization-parameters.ts'
import type { AuthorizationRequest } from './authorization/authorization-request.ts'
import type { AuthPlatformConfig } from './config/auth-platform-config.ts'
import {
  type BackchannelAuthentication,
  pollBackchannelToken,
  startBackchannelAuthentication,
} from './grants/backchannel-authentication.ts'
import { clientCredentials } from './grants/client-credentials.ts'
import { type DeviceAuthorization, pollDeviceToken, startDeviceAuthorization } from './grants/device-authorization.ts'
import { exchangeCode, type ExchangeCodeParameters } from './grants/exchange-code.ts'
import { exchangeToken } from './grants/exchange-token.ts'
import { jwtBearer } from './grants/jwt-bearer.ts'
import type { PollOptions } from './grants/poll-token.ts'
import { type RefreshParameters, refreshToken } from './grants/refresh-token.ts'
import type { CallOptions } from './http/call-options.ts'
import { ClientContext } from './http/client-context.ts'
import { introspectToken, type TokenIntrospection } from './provider/introspect-token.ts'
import { createLogoutUrl, type LogoutParameters, type LogoutRequest } from './provider/logout-url.ts'
import { registerClient, type RegisterClientOptions, type RegisteredClient } from './provider/register-client.ts'
import { revokeToken, type TokenReferenceOptions } from './provider/revoke-token.ts'
import { type UserInfo, userInfo, type UserInfoOptions } from './provider/user-info.ts'
import { ClientSession, type SessionParts } from './token-store/client-session.ts'
import { MemoryTokenStore } from './token-store/memory-token-store.ts'
import { OwnToken } from './token-store/own-token.ts'
import { SessionEntries } from './token-store/session-entries.ts'
import { SessionRefresher } from './token-store/session-refresher.ts'
import type {
  BackchannelAuthenticationParameters,
  ClientCredentialsParameters,
  DeviceAuthorizationParameters,
  JwtBearerParameters,
  TokenExchangeParameters,
} from './token/grant-parameters.ts'
import type { TokenResponse } from './token/token-response.ts'

/**
 * Gets tokens from one provider for one client, validates them and calls APIs with them. The grants return tokens and
 * keep nothing; `getAccessToken()` is the client's own token, `forSession(id)` a person's. One instance serves the whole
 * program; `await using` closes it.
 *
 * Every method that asks the provider throws, beside what it says itself: {@link InvalidConfigError} VAL_2002 naming a
 * wrong parameter; {@link InvalidCredentialsError} AUTH_1004 when the provider refuses the client; {@link ValidationError}
 * VAL_2001 for another refusal (`details.oauthError`) or a closed client; {@link ProtocolError} SRV_5003 for an answer
 * that breaks the protocol; {@link DPoPError} DPOP_6002 and DPOP_6003; {@link NetworkError} NET_3001, {@link TimeoutError}
 * NET_3002, {@link ConnectionError} NET_3003, {@link CircuitOpenError} NET_3004; {@link RateLimitError} RATE_4001;
 * {@link ServerError} SRV_5001, {@link ServiceUnavailableError} SRV_5002; the reason of an aborted signal.
 */
export class AuthPlatformClient {
  /** Builds authorization requests and reads callbacks, with this client's metadata and DPoP key. */
  readonly authorization: AuthorizationBuilder
  readonly #context: ClientContext
  readonly #sessions: SessionParts
  readonly #own: OwnToken
  #validator: Pick<TokenValidator, 'validate'> | undefined

  /** @throws {InvalidConfigError} VAL_2002, naming the option */
  constructor(config: AuthPlatformConfig) {
    const context = new ClientContext(config)
    const entries = new SessionEntries(context, context.config.tokenStore ?? new MemoryTokenStore())
    this.#context = context
    this.#sessions = { context, entries, refresher: new SessionRefresher(context, entries) }
    this.#own = new OwnToken(context)
    this.authorization = new AuthorizationBuilder(context)
  }

  /**
   * Asks for a token by the client-credentials grant (RFC 6749 §4.4). A request that fails on the way is repeated.
   * @throws {InvalidScopeError} VAL_2003
   */
  async clientCredentials(parameters: ClientCredentialsParameters = {}, options?: CallOptions): Promise<TokenResponse> {
    return clientCredentials(this.#context, parameters, options)
  }

  /**
   * The client's own access token, by client credentials with the configured scopes and audience. It is kept until
   * `cache.tokenBufferSeconds` before its expiry; callers who come meanwhile share one request.
   * @throws as {@link clientCredentials}
   */
  async getAccessToken(options?: CallOptions): Promise<string> {
    this.#context.refuseWhenClosed()
    return this.#own.getFresh() ?? this.#own.fetch(options)
  }

  /**
   * The claims of an access token of this provider, made out to the configured audience.
   * @throws {TokenExpiredError} AUTH_1001, {@link TokenInvalidError} AUTH_1002 with the check in `details.check`
   * @throws {KeysUnavailableError} SRV_5004, when the token cannot be judged now
   */
  async validateToken(token: string): Promise<TokenClaims> {
    this.#validator ??= await this.#createValidator()
    this.#context.refuseWhenClosed()
    return this.#validator.validate(token)
  }

  /**
   * Exchanges the code of a callback for tokens, and checks the ID token (RFC 6749 §4.1.3, OpenID Connect Core 3.1.3).
   * A request whose answer is lost is not repeated: the code may be used up; start again.
   * @throws {InvalidGrantError} VAL_2004, when the code is used up, expired, or not this client's
   * @throws {TokenInvalidError} AUTH_1002, {@link TokenExpiredError} AUTH_1001, {@link KeysUnavailableError} SRV_5004 for the ID token
   * @throws {CallbackError} VAL_2005 `issuer_mismatch`; {@link PKCEError} PKCE_7001 without the verifier of a public client
   */
  async exchangeCode(parameters: ExchangeCodeParameters, options?: CallOptions): Promise<TokenResponse> {
    return exchangeCode(this.#context, parameters, options)
  }

  /**
   * New tokens for a refresh token (RFC 6749 §6). The answer's `refreshToken` is the one to keep: the new one, or the old
   * one when none came. A lost answer is repeated once only with `retryRefreshOnce`. Nothing is stored: see {@link forSession}.
   * @throws {TokenRefreshError} AUTH_1003: `transient` when the refresh token is still good, as far as is known; `cause` says why
   */
  async refreshToken(token: string, parameters: RefreshParameters = {}, options?: CallOptions): Promise<TokenResponse> {
    return refreshToken(this.#context, token, parameters, options)
  }

  /** Withdraws a token (RFC 7009). One that the provider does not know is withdrawn already. */
  async revokeToken(token: string, options?: TokenReferenceOptions): Promise<void> {
    return revokeToken(this.#context, token, options)
  }

  /** Asks the provider whether a token is good now (RFC 7662). Nothing of the answer is checked but that `active` is there. */
  async introspectToken(token: string, options?: TokenReferenceOptions): Promise<TokenIntrospection> {
    return introspectToken(this.#context, token, options)
  }

  /** {@link introspectToken} under the name of the resource server's introspection port. */
  async introspect(token: string): Promise<TokenIntrospection> {
    return introspectToken(this.#context, token)
  }

  /**
   * The person's claims, plain or signed (OpenID Connect Core 5.3).
   * @throws {ProtocolError} SRV_5003, check `sub`, when they are about another person than `subject`
   * @throws {TokenInvalidError} AUTH_1002, for an access token that is refused, or signed claims that fail a check
   */
  async userInfo(accessToken: string, options: UserInfoOptions): Promise<UserInfo> {
    return userInfo(this.#context, accessToken, options)
  }

  /** An authorization request that the provider has already; the browser carries a reference (RFC 9126). */
  async pushAuthorizationRequest(parameters: AuthorizationParameters = {}, options?: CallOptions): Promise<AuthorizationRequest> {
    return this.authorization.buildAuthorizationUrl({ ...parameters, usePushedRequest: true }, options)
  }

  /** Starts the sign-in of a device without a browser (RFC 8628): show `userCode` and `verificationUri`, then poll. */
  async startDeviceAuthorization(parameters: DeviceAuthorizationParameters = {}, options?: CallOptions): Promise<DeviceAuthorization> {
    return startDeviceAuthorization(this.#context, parameters, options)
  }

  /**
   * Waits for the person, asking as often as the provider allows, through outages too (RFC 8628 §3.5).
   * @throws {AuthorizationExpiredError} AUTH_1011, when nobody answered in time; {@link AccessDeniedError} AUTH_1010
   */
  async pollDeviceToken(authorization: DeviceAuthorization, options?: PollOptions): Promise<TokenResponse> {
    return pollDeviceToken(this.#context, authorization, options)
  }

  /** Asks a person for consent on their own device (OpenID Connect CIBA 7). */
  async startBackchannelAuthentication(
    parameters: BackchannelAuthenticationParameters,
    options?: CallOptions,
  ): Promise<BackchannelAuthentication> {
    return startBackchannelAuthentication(this.#context, parameters, options)
  }

  /** Waits for the person (OpenID Connect CIBA 10.1, poll mode). @throws as {@link pollDeviceToken} */
  async pollBackchannelToken(authentication: BackchannelAuthentication, options?: PollOptions): Promise<TokenResponse> {
    return pollBackchannelToken(this.#context, authentication, options)
  }

  /** Exchanges a token for another one (RFC 8693). @throws {InvalidGrantError} VAL_2004 */
  async exchangeToken(parameters: TokenExchangeParameters, options?: CallOptions): Promise<TokenResponse> {
    return exchangeToken(this.#context, parameters, options)
  }

  /** Exchanges a signed JWT for an access token (RFC 7523 §2.1). @throws {InvalidGrantError} VAL_2004 */
  async jwtBearer(parameters: JwtBearerParameters, options?: CallOptions): Promise<TokenResponse> {
    return jwtBearer(this.#context, parameters, options)
  }

  /** Where to send the browser to log out at the provider (OpenID Connect RP-Initiated Logout). */
  async createLogoutUrl(parameters: LogoutParameters = {}, options?: CallOptions): Promise<LogoutRequest> {
    return createLogoutUrl(this.#context, parameters, options)
  }

  /** Registers a new client at the provider (RFC 7591); this client stays what it is. */
  async registerClient(metadata: Readonly<Record<string, unknown>>, options?: RegisterClientOptions): Promise<RegisteredClient> {
    return registerClient(this.#context, metadata, options)
  }

  /** The session of this id: a view of one entry of the token store. */
  forSession(id: string): ClientSession {
    return new ClientSession(this.#sessions, id)
  }

  /**
   * Calls an API with the client's own token, as `fetch` would: any status is an answer, and a redirect is handed back
   * unfollowed. Answers one DPoP nonce; after a 401 it gets one new token and tries once more, if the body can be sent twice.
   * @param url of one of the `apiOrigins`; a token goes nowhere else
   * @throws {ValidationError} VAL_2001 for another origin; {@link StepUpRequiredError} AUTH_1007 with what the API asks for
   * @throws as {@link clientCredentials}
   */
  async fetch(url: string | URL, init?: RequestInit): Promise<Response> {
    const source: TokenSource = {
      getToken: (options) => this.getAccessToken(options),
      replaceToken: (refused, options) => this.#own.replace(refused, options),
    }
    return fetchApi(this.#context, source, { url, init })
  }

  /** Ends every call that is under way; what is called afterwards throws. May be called again. */
  async close(): Promise<void> {
    this.#own.forget()
    await this.#context.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #createValidator(): Promise<Pick<TokenValidator, 'validate'>> {
    const { issuer, audience, clientId, now, monotonicNow, onEvent, allowInsecureLoopback } = this.#context.config
    const jwks = await this.#context.findKeys(this.#context.begin())
    const validator = new TokenValidator({ issuer, audience, clientId, jwks, now, allowInsecureLoopback })
    return onEvent ? observeValidator(validator, { onEvent, monotonicNow }) : validator
  }
}
