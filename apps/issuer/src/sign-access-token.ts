import { randomUUID } from 'node:crypto'
import { importJWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'
import type { Resource } from './demo/resources.ts'
import { selectSigningJwk, type SigningJwk } from './provider/signing-keys.ts'

/** An access token as the issuer would give it to the demo service, without a request; what is given replaces what is good. */
export async function signAccessToken(
  { issuer, resource, keys, now }: { issuer: string; resource: Resource; keys: readonly SigningJwk[]; now: () => number },
  claims: JWTPayload,
  header: Partial<JWTHeaderParameters>,
): Promise<string> {
  const { algorithm, audience, ttlSeconds, scopes } = resource
  const key = selectSigningJwk(keys, algorithm)
  const issuedAt = Math.floor(now() / 1000)
  const good = {
    iss: issuer,
    aud: audience,
    sub: 'demo-service',
    client_id: 'demo-service',
    iat: issuedAt,
    exp: issuedAt + ttlSeconds,
    jti: randomUUID(),
    scope: scopes.join(' '),
  }
  return new SignJWT({ ...good, ...claims })
    .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid: key.kid, ...header })
    .sign(await importJWK(key, algorithm))
}
