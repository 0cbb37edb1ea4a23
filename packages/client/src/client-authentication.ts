import { checkObject, checkOption } from '@auth/core-errors/options'
import { type CryptoKey, importJWK, type JWK, SignJWT } from 'jose'

/** What a client proves its identity with, and to whom. */
export interface ClientAuthenticationContext {
  readonly clientId: string
  readonly clientSecret: string | undefined
  /** The provider's issuer, which assertions are made out to. */
  readonly issuer: string
  /** The wall clock, in milliseconds. */
  readonly now: () => number
}

/** What is added to one request. */
export interface AuthenticatedParts {
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly parameters?: Readonly<Record<string, string>> | undefined
}

/** One way for a client to authenticate (RFC 6749 §2.3, RFC 7523 §2.2). It is asked anew for every attempt. */
export interface ClientAuthentication {
  /** The name of the method in the provider's metadata (`token_endpoint_auth_methods_supported`). */
  readonly method: string
  readonly needsSecret?: boolean | undefined
  readonly authenticate: (context: ClientAuthenticationContext) => Promise<AuthenticatedParts>
}

/** RFC 6749 appendix B: id and secret are form-urlencoded before they are joined. */
function toForm(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}

/** The id and secret in the `Authorization` header (RFC 6749 §2.3.1). */
export function clientSecretBasic(): ClientAuthentication {
  return {
    method: 'client_secret_basic',
    needsSecret: true,
    authenticate: async ({ clientId, clientSecret = '' }) => ({
      headers: { authorization: `Basic ${btoa(`${toForm(clientId)}:${toForm(clientSecret)}`)}` },
    }),
  }
}

/** The id and secret in the request body (RFC 6749 §2.3.1). */
export function clientSecretPost(): ClientAuthentication {
  return {
    method: 'client_secret_post',
    needsSecret: true,
    authenticate: async ({ clientId, clientSecret = '' }) => ({ parameters: { client_id: clientId, client_secret: clientSecret } }),
  }
}

/** No authentication: a public client, which only names itself. */
export function none(): ClientAuthentication {
  return { method: 'none', authenticate: async ({ clientId }) => ({ parameters: { client_id: clientId } }) }
}

/** What {@link privateKeyJwt} takes beside the key. */
export interface PrivateKeyJwtOptions {
  /** Needed unless the key says it: `ES256`, `PS256`, `EdDSA`, … */
  readonly algorithm?: string | undefined
  /** The `kid` under which the provider knows the key. @default the key's own */
  readonly kid?: string | undefined
}

const assertionLifetimeSeconds = 60

/**
 * An assertion signed with the client's private key (RFC 7523 §2.2). Its audience is the issuer, a string; every
 * attempt gets a new one, with a `jti` of its own and a life of 60 seconds.
 *
 * @throws {InvalidConfigError} VAL_2002, when no algorithm is known
 */
export function privateKeyJwt(key: CryptoKey | JWK, options: PrivateKeyJwtOptions = {}): ClientAuthentication {
  const { algorithm, kid } = checkObject(options, 'options')
  const isJwk = 'kty' in Object(key)
  const alg = algorithm ?? (isJwk ? (key as JWK).alg : undefined)
  checkOption(isJwk || key instanceof CryptoKey, undefined, 'key', 'a private JWK or a CryptoKey')
  checkOption(typeof alg === 'string' && !/^(none|HS)/.test(alg), alg, 'algorithm', 'an asymmetric signing algorithm')
  const header = { alg: String(alg), kid: kid ?? (isJwk ? (key as JWK).kid : undefined) }
  return {
    method: 'private_key_jwt',
    async authenticate({ clientId, issuer, now }) {
      const issuedAt = Math.floor(now() / 1000)
      const assertion = await new SignJWT({ jti: crypto.randomUUID() })
        .setProtectedHeader(header.kid === undefined ? { alg: header.alg } : { alg: header.alg, kid: header.kid })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(issuer)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + assertionLifetimeSeconds)
        .sign(isJwk ? await importJWK(key as JWK, header.alg) : key)
      return {
        parameters: {
          client_id: clientId,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
        },
      }
    },
  }
}
