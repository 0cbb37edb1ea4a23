import type { JWK } from '@auth/jwks'
import type { Algorithm } from '../algorithms.ts'
import { selectPublicMembers } from './select-public-members.ts'
import type { VerifySignature } from './signature-port.ts'
import { toWebAlgorithm } from '../web-algorithm.ts'
import { minModulusBits, unusableKey } from './unusable-key.ts'

const cryptoKeys: WeakMap<JWK, Map<string, Promise<CryptoKey>>> = /* @__PURE__ */ new WeakMap()

async function importKey(jwk: JWK, algorithm: Algorithm): Promise<CryptoKey> {
  const key = await crypto.subtle
    .importKey('jwk', selectPublicMembers(jwk), toWebAlgorithm(algorithm), false, ['verify'])
    .catch(() => undefined)
  const { modulusLength = minModulusBits } = (key?.algorithm ?? {}) as Partial<RsaHashedKeyAlgorithm>
  if (key === undefined || modulusLength < minModulusBits) throw unusableKey(jwk)
  return key
}

function toCryptoKey(jwk: JWK, algorithm: Algorithm): Promise<CryptoKey> {
  const ofJwk = cryptoKeys.get(jwk) ?? new Map<string, Promise<CryptoKey>>()
  cryptoKeys.set(jwk, ofJwk)
  const key = ofJwk.get(algorithm.name) ?? importKey(jwk, algorithm)
  ofJwk.set(algorithm.name, key)
  return key
}

/** Verifies by WebCrypto. A CryptoKey is made once for each JWK object and algorithm. */
export const verifySignature: VerifySignature = async ({ algorithm, jwk, signingInput, signature }) => {
  const key = await toCryptoKey(jwk, algorithm)
  return crypto.subtle.verify(toWebAlgorithm(algorithm), key, signature, new TextEncoder().encode(signingInput))
}
