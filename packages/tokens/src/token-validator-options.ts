import type { JWK, JWKS, JWKSEvent, KeyResolver } from '@auth/jwks'
import type { TokenProfile } from './check-token-type.ts'
import type { ClaimsSchema } from './claims-schema.ts'
import type { DecryptionOptions } from './decrypt-token.ts'
import type { TokenClaims } from './token-claims.ts'
import type { VerifiedTokenCacheOptions } from './verified-token-cache.ts'

/** What may differ from issuer to issuer. */
export interface IssuerRulesOptions {
  /** The signature algorithms that are taken; all must be asymmetric. @default every supported one */
  readonly algorithms?: readonly string[] | undefined
  /** `rfc9068` takes only what follows the whole of RFC 9068; `jwt` also JWTs whose `typ` is JWT or absent. @default 'jwt' */
  readonly profile?: TokenProfile | undefined
  /** Your client id at this issuer: what is meant for it passes only as at+jwt, because ID tokens are meant for it too. */
  readonly clientId?: string | undefined
  /** Claims that must be there, whatever they say. `iss` and `exp` always must. */
  readonly requiredClaims?: readonly string[] | undefined
}

/** One issuer: its identity, for whom its tokens must be, and where its keys are. */
export interface IssuerOptions extends IssuerRulesOptions {
  /** The issuer, exactly as its tokens write it in `iss`. */
  readonly issuer: string
  /** Of which audiences one must be in `aud`; `null` switches this check off. */
  readonly audience: string | readonly string[] | null
  /** The issuer's keys. @default a `JWKSCache` of its own, by discovery */
  readonly jwks?: KeyResolver | JWKS | undefined
  /** Where the issuer publishes its keys, when discovery is not wanted. */
  readonly jwksUri?: string | undefined
}

/** What a {@link TokenValidator} takes whatever the number of issuers. */
export interface CommonValidatorOptions<Claims> {
  /** Any Standard Schema (zod, valibot, arktype): the claims must fit it, and its output is what `validate` answers. */
  readonly claimsSchema?: ClaimsSchema<Claims> | undefined
  /** How far the issuer's clock may be from ours, in seconds, at most 60. @default 10 */
  readonly clockToleranceSeconds?: number | undefined
  /** The longest token that is looked at, in bytes. @default 16384 */
  readonly maxTokenBytes?: number | undefined
  /** Tokens that were verified are remembered by their hash, except in browsers; `false` verifies each one anew. @default {maxEntries: 10000, maxBytes: 33554432, maxAgeSeconds: 300} */
  readonly verifiedTokenCache?: false | VerifiedTokenCacheOptions | undefined
  /** Whether a token, good otherwise, was withdrawn: asked every time. Anything but `false` refuses; what it throws passes through. */
  readonly revoked?: ((claims: TokenClaims) => boolean | Promise<boolean>) | undefined
  /** How to decrypt tokens that come encrypted (JWE around a signed JWT). Without it they are refused; in browsers it is. */
  readonly decryption?: DecryptionOptions | undefined
  /** The wall clock, in milliseconds: what claims are compared with. @default Date.now */
  readonly now?: (() => number) | undefined
  /** A clock that never jumps, in milliseconds: how long a verified token is remembered. @default performance.now */
  readonly monotonicNow?: (() => number) | undefined
  /** The network, for the `JWKSCache` that is made when no `jwks` is given. @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Told when that cache has fetched keys, or cannot. What it throws is ignored. */
  readonly onKeyEvent?: ((event: JWKSEvent) => void) | undefined
  /** Lets the issuer be plain http on a loopback address. @default false */
  readonly allowInsecureLoopback?: boolean | undefined
}

/** The options of a {@link TokenValidator} for one issuer. */
export interface SingleIssuerOptions<Claims> extends IssuerOptions, CommonValidatorOptions<Claims> {
  readonly issuers?: undefined
}

/** The options of a {@link TokenValidator} for several issuers: a token's `iss` decides whose rules and keys apply. */
export interface SeveralIssuersOptions<Claims> extends IssuerRulesOptions, CommonValidatorOptions<Claims> {
  /** Each with its own audience and keys; the other rules default to those beside `issuers`. */
  readonly issuers: readonly IssuerOptions[]
  readonly issuer?: undefined
}

/** The members of an `AuthPlatformConfig` that stand for the issuer and the audience. */
export interface PlatformOptions<Claims> extends IssuerRulesOptions, CommonValidatorOptions<Claims> {
  /** The provider, exactly as its tokens write it in `iss` unless `issuer` says otherwise. */
  readonly baseUrl: string
  readonly clientId: string
  readonly issuer?: string | undefined
  /** @default clientId */
  readonly audience?: string | readonly string[] | null | undefined
  readonly jwks?: KeyResolver | JWKS | undefined
  readonly jwksUri?: string | undefined
  readonly issuers?: undefined
}

/** The options of a {@link TokenValidator}. */
export type TokenValidatorOptions<Claims = TokenClaims> =
  | SingleIssuerOptions<Claims>
  | SeveralIssuersOptions<Claims>
  | PlatformOptions<Claims>

/** What one validation takes beside the token. */
export interface ValidateOptions {
  /** The key to verify with instead of the issuer's; the verified-token cache is gone around. */
  readonly jwk?: JWK | undefined
  /** Of several issuers the one that the token must be from. */
  readonly issuer?: string | undefined
  /** Takes a token that has expired, after all else was checked: its claims say who it was for. @default false */
  readonly allowExpired?: boolean | undefined
}
