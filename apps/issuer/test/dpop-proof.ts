import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

/** A DPoP key and proofs made with it. */
export async function createDPoPKey(): Promise<{ jkt: string; prove: (url: string, more?: JWTPayload) => Promise<string> }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = await exportJWK(publicKey)
  return {
    jkt: await calculateJwkThumbprint(jwk),
    prove: (htu, more = {}) =>
      new SignJWT({ htm: 'POST', htu, jti: crypto.randomUUID(), ...more })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
        .setIssuedAt()
        .sign(privateKey),
  }
}
