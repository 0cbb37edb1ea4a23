/** What most grants ask for. */
export interface ScopeParameters {
  /** @default the configuration's `scopes` */
  readonly scopes?: readonly string[] | undefined
}

/** What a grant for an API of the caller's choice asks for. */
export interface AudienceParameters extends ScopeParameters {
  /** Sent as `resource` (RFC 8707) when it is a URI. @default the configuration's `audience` */
  readonly audience?: string | undefined
}

/** What a client-credentials grant asks for. */
export type ClientCredentialsParameters = AudienceParameters

/** What an authorization code is exchanged with. */
export interface AuthorizationCodeParameters {
  readonly code: string
  /** The one of the authorization request. @default the configuration's `redirectUri` */
  readonly redirectUri?: string | undefined
  /** The `pkce.codeVerifier` of the authorization request; only a request made without PKCE has none. */
  readonly codeVerifier?: string | undefined
  /** One of the resources that the authorization request named (RFC 8707 §2.2). */
  readonly resource?: string | undefined
}

/** What a refresh asks for. */
export interface RefreshTokenParameters {
  /** Fewer scopes than were granted. @default those that were granted */
  readonly scopes?: readonly string[] | undefined
  /** One of the resources that were granted (RFC 8707 §2.2). */
  readonly resource?: string | undefined
}

/** What a token is exchanged for (RFC 8693 §2.1). Types are URIs: `urn:ietf:params:oauth:token-type:access_token`. */
export interface TokenExchangeParameters extends ScopeParameters {
  readonly subjectToken: string
  /** @default 'urn:ietf:params:oauth:token-type:access_token' */
  readonly subjectTokenType?: string | undefined
  /** Who acts for the subject. */
  readonly actorToken?: string | undefined
  /** Needed with an `actorToken`. @default 'urn:ietf:params:oauth:token-type:access_token' */
  readonly actorTokenType?: string | undefined
  readonly requestedTokenType?: string | undefined
  /** Where the token will be used, by name. Unlike elsewhere it is sent as `audience`, and not taken from the configuration. */
  readonly audience?: string | undefined
  /** Where the token will be used, by URI. */
  readonly resource?: string | undefined
}

/** What a JWT is exchanged for (RFC 7523 §2.1). */
export interface JwtBearerParameters extends AudienceParameters {
  /** The JWT, signed by somebody whom the provider trusts. */
  readonly assertion: string
}

/** What a device asks for (RFC 8628 §3.1). */
export interface DeviceAuthorizationParameters extends ScopeParameters {
  /** Sent as `resource` when it is a URI. @default the configuration's `audience` */
  readonly audience?: string | undefined
}

/** Whom to ask for consent on another device (OpenID Connect CIBA 7.1): exactly one of the three hints. */
export interface BackchannelAuthenticationParameters extends DeviceAuthorizationParameters {
  readonly loginHint?: string | undefined
  readonly loginHintToken?: string | undefined
  readonly idTokenHint?: string | undefined
  /** Shown on both devices, so that the person knows what is being asked. */
  readonly bindingMessage?: string | undefined
  readonly userCode?: string | undefined
  readonly acrValues?: readonly string[] | undefined
  /** How long the request is to stay open, in seconds. */
  readonly requestedExpirySeconds?: number | undefined
}

/** Which kind of token is meant, so that the server finds it faster. */
export type TokenTypeHint = 'access_token' | 'refresh_token'
