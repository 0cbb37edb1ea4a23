import { ProtocolError, ValidationError } from '@auth/core-errors'
import { HTTPExecutor, type RetryConfig, singleFlight } from '@auth/http-resilience'
import { fetchServerMetadata, JWKSCache } from '@auth/jwks'
import { type TokenClaims, TokenValidator } from '@auth/tokens'
import { type AuthPlatformConfig, parseConfig, type ResolvedConfig } from './auth-platform-config.ts'
import { type ClientCredentialsParameters, TokenOperations } from './token-operations.ts'
import { parseTokenResponse, type TokenResponse } from './token-response.ts'

/** Where the provider is spoken to. */
interface Endpoints {
  readonly tokenEndpoint: string
  readonly jwksUri: string
}

/**
 * Gets tokens from one provider for one client, and validates them. It keeps no user's tokens: `getAccessToken()` is
 * the client's own, by client credentials. One instance serves the whole program; `await using` closes it.
 *
 * @throws {InvalidConfigError} VAL_2002, at construction, naming the option
 */
export class AuthPlatformClient {
  readonly #config: ResolvedConfig
  readonly #operations: TokenOperations
  readonly #executor: HTTPExecutor
  readonly #retry: RetryConfig
  readonly #closing = new AbortController()
  readonly #endpointsFlight = singleFlight<Endpoints>()
  readonly #tokenFlight = singleFlight<TokenResponse>()
  #endpoints: Endpoints | undefined
  #validator: TokenValidator | undefined
  #ownToken: TokenResponse | undefined

  constructor(config: AuthPlatformConfig) {
    this.#config = parseConfig(config)
    this.#operations = new TokenOperations(config)
    const { maxRetries, retryDelaySeconds, timeoutSeconds, circuitBreaker, fetch, now, allowInsecureLoopback } = this.#config
    this.#retry = { maxRetries, initialDelaySeconds: retryDelaySeconds }
    this.#executor = new HTTPExecutor({ retry: this.#retry, timeoutSeconds, circuitBreaker, fetch, now, allowInsecureLoopback })
  }

  /**
   * Asks for a token by the client-credentials grant (RFC 6749 §4.4); nothing is kept. A request that fails on the way
   * is repeated, each time with a new client assertion.
   *
   * @throws {InvalidCredentialsError} AUTH_1004, when the provider refuses the client
   * @throws {InvalidScopeError} VAL_2003
   * @throws {ProtocolError} SRV_5003, when the answer is no token response
   * @throws {NetworkError} NET_3001, {@link TimeoutError} NET_3002, {@link ConnectionError} NET_3003, {@link CircuitOpenError} NET_3004
   * @throws {ServerError} SRV_5001, {@link ServiceUnavailableError} SRV_5002, {@link RateLimitError} RATE_4001
   * @throws {ValidationError} VAL_2001, when the client has been closed
   */
  async clientCredentials(parameters: ClientCredentialsParameters = {}): Promise<TokenResponse> {
    this.#refuseWhenClosed()
    const body = this.#operations.buildClientCredentialsRequest(parameters)
    const { tokenEndpoint } = await this.#findEndpoints()
    const response = await this.#executor.execute('POST', tokenEndpoint, {
      kind: 'token',
      retry: this.#retry,
      signal: this.#closing.signal,
      prepare: () => this.#authenticate(body),
    })
    return parseTokenResponse(response, { requestedScopes: parameters.scopes ?? this.#config.scopes, now: this.#config.now })
  }

  /**
   * The client's own access token, by client credentials with the configured scopes and audience. It is kept until
   * `cache.tokenBufferSeconds` before its expiry; callers who come meanwhile share one request.
   *
   * @throws as {@link clientCredentials}
   */
  async getAccessToken(): Promise<string> {
    this.#refuseWhenClosed()
    const { cache, now } = this.#config
    const expiresAt = this.#ownToken?.expiresAt
    if (this.#ownToken && expiresAt !== undefined && expiresAt - cache.tokenBufferSeconds > now() / 1000) return this.#ownToken.accessToken
    this.#ownToken = await this.#tokenFlight('own', () => this.clientCredentials())
    return this.#ownToken.accessToken
  }

  /**
   * The claims of an access token of this provider, made out to the configured audience.
   *
   * @throws {TokenExpiredError} AUTH_1001, {@link TokenInvalidError} AUTH_1002 with the check in `details.check`
   * @throws {KeysUnavailableError} SRV_5004, when the token cannot be judged now
   * @throws {ValidationError} VAL_2001, when the client has been closed
   */
  async validateToken(token: string): Promise<TokenClaims> {
    this.#refuseWhenClosed()
    this.#validator ??= await this.#createValidator()
    return this.#validator.validate(token)
  }

  /** Ends every call that is under way; what is called afterwards throws. May be called again. */
  async close(): Promise<void> {
    this.#closing.abort(new ValidationError('the client has been closed'))
    this.#ownToken = undefined
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #refuseWhenClosed(): void {
    this.#closing.signal.throwIfAborted()
  }

  async #authenticate(body: URLSearchParams): Promise<{ headers: Record<string, string>; body: URLSearchParams }> {
    const { headers, parameters } = await this.#config.clientAuthentication.authenticate(this.#config)
    return {
      headers: { ...this.#operations.buildTokenRequestHeaders(), ...headers },
      body: new URLSearchParams([...body, ...Object.entries(parameters ?? {})]),
    }
  }

  async #createValidator(): Promise<TokenValidator> {
    const { issuer, audience, clientId, cache, fetch, now, allowInsecureLoopback } = this.#config
    const { jwksUri } = await this.#findEndpoints()
    const jwks = new JWKSCache({
      jwksUri,
      ttlSeconds: cache.jwksTtlSeconds,
      refreshAheadSeconds: cache.jwksRefreshAheadSeconds,
      fetch,
      now,
      allowInsecureLoopback,
    })
    return new TokenValidator({ issuer, audience, clientId, jwks, now, allowInsecureLoopback })
  }

  async #findEndpoints(): Promise<Endpoints> {
    this.#endpoints ??= await this.#endpointsFlight('endpoints', () => this.#fetchEndpoints())
    return this.#endpoints
  }

  /** Configuration first, then what the provider publishes; the usual places only when it publishes nothing. */
  async #fetchEndpoints(): Promise<Endpoints> {
    const { endpoints, issuer, baseUrl, fetch, timeoutSeconds, allowInsecureLoopback } = this.#config
    const { tokenEndpoint, jwksUri } = endpoints
    if (tokenEndpoint !== undefined && jwksUri !== undefined) return { tokenEndpoint, jwksUri }
    const metadata = await fetchServerMetadata(issuer, { fetch, timeoutSeconds, allowInsecureLoopback }).catch((error: unknown) => {
      if (error instanceof ProtocolError && error.statusCode === 404) return undefined
      throw error
    })
    const base = baseUrl.replace(/\/$/, '')
    return {
      tokenEndpoint: tokenEndpoint ?? (metadata ? need(metadata.token_endpoint, 'token_endpoint') : `${base}/oauth/token`),
      jwksUri: jwksUri ?? (metadata ? need(metadata.jwks_uri, 'jwks_uri') : `${base}/.well-known/jwks.json`),
    }
  }
}

function need(endpoint: string | undefined, member: string): string {
  if (endpoint !== undefined) return endpoint
  throw new ProtocolError(`the provider's metadata has no "${member}"`, { details: { check: member } })
}
