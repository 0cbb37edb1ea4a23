import { InvalidConfigError } from '@auth/core-errors'
import { checkObject, checkOption } from '@auth/core-errors/options'
import { type CryptoKey, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'

/** A private key of the client's, and how it is used. */
export interface ClientSigningKey {
  readonly key: CryptoKey | JWK
  /** Needed unless the key says it: `ES256`, `PS256`, `EdDSA`, … */
  readonly algorithm?: string | undefined
  /** The `kid` under which the provider knows the key. @default the key's own */
  readonly kid?: string | undefined
}

/** Signs what the client says of itself. */
export interface ClientSigner {
  readonly algorithm: string
  readonly sign: (claims: JWTPayload, header?: { readonly typ: string }) => Promise<string>
}

const minimumRsaBits = 2048

/** A signer with a private key. @throws {InvalidConfigError} VAL_2002 for a key of another kind or too weak, or without an asymmetric algorithm */
export function createClientSigner(signingKey: ClientSigningKey, option?: string): ClientSigner {
  const name = (member: string): string => (option === undefined ? member : `${option}.${member}`)
  const { key, algorithm, kid } = checkObject(signingKey, option ?? 'options')
  const jwk = 'kty' in Object(key) ? (key as JWK) : undefined
  const alg = algorithm ?? jwk?.alg
  checkOption(jwk !== undefined || key instanceof CryptoKey, undefined, name('key'), 'a private JWK or a CryptoKey')
  checkOption(typeof alg === 'string' && !/^(none|HS)/i.test(alg), alg, name('algorithm'), 'an asymmetric signing algorithm')
  const rsaBits = jwk
    ? jwk.n && Math.floor((jwk.n.length * 3) / 4) * 8
    : ((key as CryptoKey).algorithm as { modulusLength?: number }).modulusLength
  checkOption(!rsaBits || rsaBits >= minimumRsaBits, rsaBits, name('key'), `an RSA key of at least ${minimumRsaBits} bits`)
  let imported: ReturnType<typeof importJWK> | CryptoKey | undefined
  return createSigner({ alg: String(alg), kid: kid ?? jwk?.kid }, () => (imported ??= jwk ? importJWK(jwk, alg) : (key as CryptoKey)))
}

/** A signer with the client secret. @throws {InvalidConfigError} VAL_2002 for a secret shorter than the hash (RFC 7518 §3.2) */
export function createSecretSigner(secret: string, algorithm: 'HS256' | 'HS384' | 'HS512'): ClientSigner {
  const key = new TextEncoder().encode(secret)
  const minimumBytes = Number(algorithm.slice(2)) / 8
  checkOption(key.length >= minimumBytes, key.length, 'clientSecret', `at least ${minimumBytes} bytes for ${algorithm}`)
  return createSigner({ alg: algorithm, kid: undefined }, () => key)
}

type SigningInput = Awaited<ReturnType<typeof importJWK>>

function createSigner(
  { alg, kid }: { readonly alg: string; readonly kid: string | undefined },
  importKey: () => SigningInput | Promise<SigningInput>,
): ClientSigner {
  return {
    algorithm: alg,
    async sign(claims, header) {
      try {
        return await new SignJWT(claims).setProtectedHeader({ alg, ...(kid !== undefined && { kid }), ...header }).sign(await importKey())
      } catch (cause) {
        throw new InvalidConfigError(`the client's key cannot sign with ${alg}`, { cause, details: { option: 'key' } })
      }
    },
  }
}
