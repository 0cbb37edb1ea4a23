import { Buffer } from 'node:buffer'
import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { JWK } from '@auth/jwks'
import { selectPublicMembers } from './select-public-members.ts'
import type { VerifySignature } from './signature-port.ts'
import { toDerSignature } from './to-der-signature.ts'
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

const digests: Readonly<Record<number, string>> = { 256: 'sha256', 384: 'sha384', 512: 'sha512' }
const pssOptions = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }

/** Verifies at once, by `node:crypto`. A key object is made once for each JWK object. */
export const verifySignature: VerifySignature = ({ algorithm, jwk, signingInput, signature }) => {
  const { hashBits, kty, isPss } = algorithm
  const key = toKeyObject(jwk)
  const digest = hashBits === undefined ? null : digests[hashBits]
  // A bare key and DER are Node's fast way: options beside the key, such as `dsaEncoding`, cost more than the conversion.
  return verify(
    digest,
    Buffer.from(signingInput, 'latin1'),
    isPss ? { key, ...pssOptions } : key,
    kty === 'EC' ? toDerSignature(signature) : signature,
  )
}
