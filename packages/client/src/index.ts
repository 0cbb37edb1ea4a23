export { AuthPlatformClient } from './auth-platform-client.ts'
export type { AuthPlatformConfig, CacheConfig, EndpointConfig } from './auth-platform-config.ts'
export { clientSecretBasic, clientSecretPost, none, privateKeyJwt } from './client-authentication.ts'
export type {
  AuthenticatedParts,
  ClientAuthentication,
  ClientAuthenticationContext,
  PrivateKeyJwtOptions,
} from './client-authentication.ts'
export { TokenOperations } from './token-operations.ts'
export type { ClientCredentialsParameters } from './token-operations.ts'
export type { TokenResponse } from './token-response.ts'
