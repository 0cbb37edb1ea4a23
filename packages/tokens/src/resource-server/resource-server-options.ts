import type { TokenClaims } from '../token-claims.ts'
import type { TokenValidator } from '../token-validator.ts'
import type { CommonValidatorOptions, TokenValidatorOptions } from '../token-validator-options.ts'
import type { AuthRequest } from './auth-request.ts'
import type { ClientCertificate } from './check-certificate.ts'
import type { ClaimPaths } from './claim-paths.ts'
import type { CredentialsSource } from './credentials-source.ts'
import type { DPoPOptions } from './dpop-options.ts'
import type { IntrospectionCacheOptions } from './introspection-cache.ts'
import type { TokenIntrospector } from './introspection-result.ts'
import type { ResourceMetadataOptions } from './resource-metadata.ts'
import type { ResourceServerListener } from './resource-server-event.ts'

/** What a `ResourceServer` takes beside its validator. `Raw` is the framework's own request, where an adapter passes it on. */
export interface ResourceServerSettings<Raw = AuthRequest> {
  /** The protection space that challenges name (RFC 9110 §11.5). Without it they name none. */
  readonly realm?: string | undefined
  /** This API's own address, with the path before its routes if there is one. DPoP proofs are compared with it, never with what `Host` says. */
  readonly publicUrl?: string | undefined
  /** Where credentials are, and nowhere else. @default 'authorization' */
  readonly credentials?: CredentialsSource<Raw> | undefined
  /** Where a token's roles and permissions are. @default {roles: 'roles', permissions: 'permissions'} */
  readonly claimPaths?: ClaimPaths | undefined
  /** How tokens that are bound to a key are checked (RFC 9449). Without `publicUrl` none is taken. */
  readonly dpop?: DPoPOptions | undefined
  /** The certificate that the client showed, in DER or PEM. Without this, tokens that are bound to one are refused (RFC 8705). */
  readonly getCertificate?: ((request: Raw) => ClientCertificate | undefined | Promise<ClientCertificate | undefined>) | undefined
  /** Asks the issuer about tokens that are no JWTs, and about every token where a route asks for it (RFC 7662). */
  readonly introspection?: TokenIntrospector | undefined
  /** How long its answers are remembered; `false` asks each time. @default {maxEntries: 10000, maxAgeSeconds: 60, negativeMaxAgeSeconds: 5} */
  readonly introspectionCache?: false | IntrospectionCacheOptions | undefined
  /** Given, challenges tell where the metadata of this API is (RFC 9728). */
  readonly resourceMetadata?: ResourceMetadataOptions | undefined
  /** Told what is decided. What it throws is ignored. */
  readonly onEvent?: ResourceServerListener | undefined
}

/** A validator that is there already. */
export interface GivenValidatorOptions<Claims> extends Pick<
  CommonValidatorOptions<Claims>,
  'now' | 'monotonicNow' | 'clockToleranceSeconds' | 'allowInsecureLoopback'
> {
  /** One with `validate` alone will do; what its schema leaves out of the claims is then seen by no check here. */
  readonly validator: Pick<TokenValidator<Claims>, 'validate'> & Partial<Pick<TokenValidator<Claims>, 'verify'>>
  /** Whose opaque tokens are taken, and who is told in the metadata: needed with `introspection`. */
  readonly issuer?: string | undefined
  /** For whom opaque tokens must be: needed with `introspection`. */
  readonly audience?: string | readonly string[] | null | undefined
}

/** What protects an API: the options of its own `TokenValidator`, or a validator that is there already. */
export type ResourceServerOptions<Claims extends TokenClaims = TokenClaims, Raw = AuthRequest> = ResourceServerSettings<Raw> &
  (GivenValidatorOptions<Claims> | (TokenValidatorOptions<Claims> & { readonly validator?: undefined }))
