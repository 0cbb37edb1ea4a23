import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose'
import { type SigningJwk, toPublicJwk } from './signing-keys.ts'

/** The claims of a JWT access token that this issuer signed and that has not expired; `undefined` for anything else. */
export async function verifyIssuedToken(token: string, issuer: string, keys: readonly SigningJwk[]): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: keys.map(toPublicJwk) }), { issuer, typ: 'at+jwt' })
    return payload
  } catch {
    return undefined
  }
}
