import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

/** For whom every token of the bench is. */
export const audience = 'https://api.example'

/** The signature algorithms that are measured. */
export type Algorithm = 'RS256' | 'ES256' | 'EdDSA'

/** An issuer's key, and tokens signed with it. */
export interface SampleIssuer {
  readonly jwk: JWK & { readonly kty: string }
  /** An access token as an API sees it every day (RFC 9068). */
  readonly sign: (issuer: string) => Promise<string>
}

export async function createSampleIssuer(alg: Algorithm): Promise<SampleIssuer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true, ...(alg === 'EdDSA' && { crv: 'Ed25519' }) })
  const claims = { client_id: 'web-shop', scope: 'orders:read orders:write profile', roles: ['customer', 'beta'] }
  return {
    jwk: { ...(await exportJWK(publicKey)), kid: 'key-1', alg, use: 'sig' } as SampleIssuer['jwk'],
    sign: (issuer) =>
      new SignJWT({ ...claims, jti: crypto.randomUUID() })
        .setProtectedHeader({ alg, typ: 'at+jwt', kid: 'key-1' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject('user-0123456789')
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey),
  }
}
