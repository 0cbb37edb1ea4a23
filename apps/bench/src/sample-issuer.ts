import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

/** For whom every token of the bench is. */
export const audience = 'https://api.example'

/** The signature algorithms that are measured. */
export type Algorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA'

/** A public key of a sample issuer. */
export type SampleJWK = JWK & { readonly kty: string }

/** An issuer's key, and tokens signed with it. */
export interface SampleIssuer {
  readonly jwk: SampleJWK
  /** An access token as an API sees it every day (RFC 9068), another one each time. */
  readonly sign: (issuer: string, claims?: Readonly<Record<string, unknown>>) => Promise<string>
}

export async function createSampleIssuer(alg: Algorithm, kid = 'key-1'): Promise<SampleIssuer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true, ...(alg === 'EdDSA' && { crv: 'Ed25519' }) })
  const common = { client_id: 'web-shop', scope: 'orders:read orders:write profile', roles: ['customer', 'beta'] }
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } as SampleJWK,
    sign: (issuer, claims) =>
      new SignJWT({ ...common, jti: crypto.randomUUID(), ...claims })
        .setProtectedHeader({ alg, typ: 'at+jwt', kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject('user-0123456789')
        .setIssuedAt()
        .setExpirationTime('2h')
        .sign(privateKey),
  }
}
