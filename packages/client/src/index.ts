export { AuthPlatformClient } from './auth-platform-client.ts'
export type { AuthPlatformConfig, CacheConfig, DPoPConfig } from './config/auth-platform-config.ts'
export type { EndpointConfig, EndpointName } from './config/endpoint.ts'
export type { AuthPlatformClientEvent, TokenRequestEvent } from './http/client-event.ts'
export type { CallOptions } from './http/call-options.ts'
export { none, tlsClientAuth } from './authentication/client-authentication.ts'
export type { AuthenticatedParts, ClientAuthentication, ClientAuthenticationContext } from './authentication/client-authentication.ts'
export { clientSecretBasic, clientSecretPost } from './authentication/client-secret.ts'
export { clientSecretJwt, privateKeyJwt } from './authentication/client-assertion.ts'
export type { PrivateKeyJwtOptions } from './authentication/client-assertion.ts'
export type { ClientSigningKey } from './authentication/client-signer.ts'
export { AuthorizationBuilder } from './authorization/authorization-builder.ts'
export type { AuthorizationParameters, ResponseMode } from './authorization/authorization-parameters.ts'
export type { AuthorizationRequest } from './authorization/authorization-request.ts'
export type { CallbackExpectation } from './authorization/parse-callback.ts'
export type { CallbackResult } from './authorization/read-callback.ts'
export { TokenOperations } from './token/token-operations.ts'
export type {
  AudienceParameters,
  AuthorizationCodeParameters,
  BackchannelAuthenticationParameters,
  ClientCredentialsParameters,
  DeviceAuthorizationParameters,
  JwtBearerParameters,
  RefreshTokenParameters,
  ScopeParameters,
  TokenExchangeParameters,
  TokenTypeHint,
} from './token/grant-parameters.ts'
export type { TokenResponse } from './token/token-response.ts'
export type { ExchangeCodeParameters } from './grants/exchange-code.ts'
export type { RefreshParameters } from './grants/refresh-token.ts'
export type { DeviceAuthorization } from './grants/device-authorization.ts'
export type { BackchannelAuthentication } from './grants/backchannel-authentication.ts'
export type { PollOptions, PollProgress } from './grants/poll-token.ts'
export type { TokenReferenceOptions } from './provider/revoke-token.ts'
export type { TokenIntrospection } from './provider/introspect-token.ts'
export type { UserInfo, UserInfoOptions } from './provider/user-info.ts'
export { checkLogoutCallback } from './provider/logout-url.ts'
export type { LogoutParameters, LogoutRequest } from './provider/logout-url.ts'
export type { RegisterClientOptions, RegisteredClient } from './provider/register-client.ts'
export { discoverProtectedResource } from './provider/discover-protected-resource.ts'
export type { DiscoverProtectedResourceOptions, ProtectedResource } from './provider/discover-protected-resource.ts'
export type { ClientSession } from './token-store/client-session.ts'
export { MemoryTokenStore } from './token-store/memory-token-store.ts'
export type { MemoryTokenStoreOptions } from './token-store/memory-token-store.ts'
export { MemorySessionLock } from './token-store/memory-session-lock.ts'
export type { SessionLock } from './token-store/session-lock.ts'
export type { MaybePromise, StoredEntry, StoredTokens, TokenStore } from './token-store/token-store.ts'
