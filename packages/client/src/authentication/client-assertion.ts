import { checkObject, checkOneOf } from '@auth/core-errors/options'
import type { CryptoKey, JWK } from 'jose'
import type { AuthenticatedParts, ClientAuthentication, ClientAuthenticationContext } from './client-authentication.ts'
import { type ClientSigner, createClientSigner, createSecretSigner } from './client-signer.ts'

/** What {@link privateKeyJwt} takes beside the key. */
export interface PrivateKeyJwtOptions {
  /** Needed unless the key says it: `ES256`, `PS256`, `EdDSA`, … */
  readonly algorithm?: string | undefined
  /** The `kid` under which the provider knows the key. @default the key's own */
  readonly kid?: string | undefined
}

const assertionLifetimeSeconds = 60

/** A new assertion (RFC 7523 §3), made out to the issuer: a string, so that no other server can use it. */
async function assertIdentity(signer: ClientSigner, { clientId, issuer, now }: ClientAuthenticationContext): Promise<AuthenticatedParts> {
  const issuedAt = Math.floor(now() / 1000)
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: issuer,
    jti: crypto.randomUUID(),
    iat: issuedAt,
    exp: issuedAt + assertionLifetimeSeconds,
  }
  return {
    parameters: {
      client_id: clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await signer.sign(claims),
    },
  }
}

/**
 * An assertion signed with the client's private key (RFC 7523 §2.2). Its audience is the issuer, a string; every
 * attempt gets a new one, with a `jti` of its own and a life of 60 seconds.
 *
 * @throws {InvalidConfigError} VAL_2002, when no algorithm is known, or the key is weak
 */
export function privateKeyJwt(key: CryptoKey | JWK, options: PrivateKeyJwtOptions = {}): ClientAuthentication {
  const { algorithm, kid } = checkObject(options, 'options')
  const signer = createClientSigner({ key, algorithm, kid })
  return { method: 'private_key_jwt', algorithm: signer.algorithm, authenticate: (context) => assertIdentity(signer, context) }
}

/**
 * An assertion signed with the client secret (OpenID Connect Core 9), new for every attempt like those of
 * {@link privateKeyJwt}. The secret must have at least 32 bytes for HS256, 48 for HS384, 64 for HS512 (RFC 7518 §3.2).
 *
 * @throws {InvalidConfigError} VAL_2002; a secret that is too short is refused at the first use
 */
export function clientSecretJwt(algorithm: 'HS256' | 'HS384' | 'HS512' = 'HS256'): ClientAuthentication {
  checkOneOf(algorithm, 'algorithm', ['HS256', 'HS384', 'HS512'])
  return {
    method: 'client_secret_jwt',
    needsSecret: true,
    algorithm,
    authenticate: (context) => assertIdentity(createSecretSigner(context.clientSecret ?? '', algorithm), context),
  }
}
