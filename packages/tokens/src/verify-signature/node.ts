import { Buffer } from 'node:buffer'
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { JWK } from '@auth/jwks'
import type { Algorithm } from '../algorithms.ts'
import { selectPublicMembers } from './select-public-members.ts'
import type { VerifySignature } from './signature-port.ts'
import { minModulusBits, unusableKey } from './unusable-key.ts'

const keyObjects: WeakMap<JWK, KeyObject> = /* @__PURE__ */ new WeakMap()

function importKey(jwk: JWK): KeyObject {
  try {
    const key = createPublicKey({ format: 'jwk', key: selectPublicMembers(jwk) })
    if ((key.asymmetricKeyDetails?.modulusLength ?? minModulusBits) >= minModulusBits) return key
  } catch {
    // told below, as every other key that cannot be used
  }
  throw unusableKey(jwk)
}

function toKeyObject(jwk: JWK): KeyObject {
  const known = keyObjects.get(jwk)
  if (known !== undefined) return known
  const key = importKey(jwk)
  keyObjects.set(jwk, key)
  return key
}

/** Verifies at once, by `node:crypto`. A key object is made once for each JWK object. */
export const verifySignature: VerifySignature = ({ algorithm, jwk, signingInput, signature }) =>
  verify(toDigest(algorithm), Buffer.from(signingInput, 'latin1'), toKeyInput(algorithm, toKeyObject(jwk)), signature)

function toDigest({ hashBits }: Algorithm): string | null {
  return hashBits === undefined ? null : `sha${hashBits}`
}

function toKeyInput({ isPss, kty }: Algorithm, key: KeyObject): Parameters<typeof verify>[2] {
  if (isPss) return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  return kty === 'EC' ? { key, dsaEncoding: 'ieee-p1363' } : key
}
