import type { SigningAlgorithm } from '../provider/signing-keys.ts'

/** What a caller says about an API that accepts the issuer's tokens. */
export interface ResourceOptions {
  /** What clients send as `resource` (RFC 8707): an absolute URI. */
  readonly identifier: string
  /** The `aud` of its tokens. @default the identifier */
  readonly audience?: string | undefined
  /** The scopes it knows. @default ['orders:read', 'orders:write'] */
  readonly scopes?: readonly string[] | undefined
  /** `jwt` (RFC 9068, type at+jwt) or `opaque` (introspection only). @default 'jwt' */
  readonly format?: 'jwt' | 'opaque' | undefined
  /** What its JWT access tokens are signed with. @default 'RS256' */
  readonly algorithm?: SigningAlgorithm | undefined
  /** How long its tokens live, in seconds. @default 600 */
  readonly ttlSeconds?: number | undefined
}

/** An API that accepts the issuer's tokens. */
export interface Resource {
  readonly identifier: string
  readonly audience: string
  readonly scopes: readonly string[]
  readonly format: 'jwt' | 'opaque'
  readonly algorithm: SigningAlgorithm
  readonly ttlSeconds: number
}

/** The scopes of an API that names none. */
const defaultScopes: readonly string[] = ['orders:read', 'orders:write']

/** An API with every default filled in. */
export function toResource(options: ResourceOptions): Resource {
  const { identifier, audience = identifier, scopes = defaultScopes, format = 'jwt', algorithm = 'RS256', ttlSeconds = 600 } = options
  return { identifier, audience, scopes, format, algorithm, ttlSeconds }
}
