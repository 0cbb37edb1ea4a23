import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'

/** The algorithms that the issuer can sign an access token with. */
export const signingAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const

/** An algorithm that the issuer can sign an access token with. */
export type SigningAlgorithm = (typeof signingAlgorithms)[number]

/** A private JWK with its key id. */
export interface SigningJwk extends JWK {
  readonly kty: string
  readonly kid: string
}

/** One generation of the issuer's keys: RSA (RS256 and PS256, so it carries no `alg`), P-256 and Ed25519. */
export async function createSigningKeys(): Promise<readonly SigningJwk[]> {
  return Promise.all([
    createSigningJwk('RS256', {}),
    createSigningJwk('ES256', { alg: 'ES256' }),
    createSigningJwk('EdDSA', { alg: 'EdDSA' }),
  ])
}

/** A fresh private key as a JWK; its id is its RFC 7638 thumbprint. */
export async function createSigningJwk(algorithm: SigningAlgorithm, members: Pick<JWK, 'alg'>): Promise<SigningJwk> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, kty: String(jwk.kty), kid: await calculateJwkThumbprint(jwk), use: 'sig', ...members }
}

const keyTypes: Readonly<Record<SigningAlgorithm, string>> = { RS256: 'RSA', PS256: 'RSA', ES256: 'EC', EdDSA: 'OKP' }

/** The key that signs with an algorithm: the first of its kind, which is the newest. */
export function selectSigningJwk(keys: readonly SigningJwk[], algorithm: SigningAlgorithm): SigningJwk {
  const key = keys.find(({ kty }) => kty === keyTypes[algorithm])
  if (key === undefined) throw new Error(`the issuer has no key for ${algorithm}`)
  return key
}

/** What may be published of a key. */
export function toPublicJwk({ kty, kid, alg, use, crv, x, y, n, e }: SigningJwk): JWK {
  return JSON.parse(JSON.stringify({ kty, kid, alg, use, crv, x, y, n, e })) as JWK // leaves out what is undefined
}
