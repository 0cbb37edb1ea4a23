export { TokenValidator } from './token-validator.ts'
export type {
  CommonValidatorOptions,
  IssuerOptions,
  IssuerRulesOptions,
  PlatformOptions,
  SeveralIssuersOptions,
  SingleIssuerOptions,
  TokenValidatorOptions,
  ValidateOptions,
} from './token-validator-options.ts'
export { observeValidator } from './observe-validator.ts'
export type { ObserveValidatorOptions, TokenValidationEvent } from './observe-validator.ts'
export type { VerifiedToken } from './verified-token.ts'
export type { TokenClaims } from './token-claims.ts'
export type { IdTokenCheck, TokenCheck } from './invalid-token.ts'
export type { TokenProfile } from './check-token-type.ts'
export type { ClaimsSchema, ClaimsSchemaResult } from './claims-schema.ts'
export type { DecryptionKey, DecryptionOptions, EncryptionHeader } from './decrypt-token.ts'
export type { VerifiedTokenCacheOptions } from './verified-token-cache.ts'
export { decodeToken } from './decode-token.ts'
export type { DecodeTokenOptions, UnverifiedToken } from './decode-token.ts'
export { hasScopes, readScopes } from './scopes.ts'
export { getSubjectKind } from './subject-kind.ts'
export type { SubjectKind } from './subject-kind.ts'
export { validateIdToken } from './id-token/validate-id-token.ts'
export type { IdTokenOptions } from './id-token/id-token-options.ts'
export type { IdTokenClaims } from './id-token/id-token-claims.ts'
export { validateLogoutToken } from './logout-token/validate-logout-token.ts'
export type { LogoutTokenOptions } from './logout-token/validate-logout-token.ts'
export type { LogoutTokenClaims } from './logout-token/logout-token-claims.ts'
export type { ClientTokenOptions } from './verify-client-token.ts'
