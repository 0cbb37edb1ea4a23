import { encodeBase64url } from '#base64url'
import type { JWK } from '@auth/jwks'
import { checkOption } from '@auth/core-errors/options'
import { algorithms } from '../algorithms.ts'
import { toWebAlgorithm } from '../web-algorithm.ts'

/** A signing key of a test issuer. */
export interface TestKey {
  /** The public half, as it is published. */
  readonly jwk: JWK & { readonly kid: string; readonly alg: string }
  /** The public half as DER (SubjectPublicKeyInfo). */
  readonly spki: Uint8Array
  /** A compact JWS over these very texts, whatever they say. */
  readonly signText: (header: string, payload: string) => Promise<string>
}

/** Base64url of the text's UTF-8. */
export function encodeText(text: string): string {
  return encodeBase64url(new TextEncoder().encode(text))
}

/** Makes a key pair for an algorithm; its `kid` is the one given. @throws {InvalidConfigError} VAL_2002 for an unknown algorithm */
export async function createTestKey(alg: string, kid: string): Promise<TestKey> {
  const row = algorithms.get(alg)
  const algorithm = checkOption(row !== undefined, row, 'algorithm', `one of ${[...algorithms.keys()].join(', ')}`) as NonNullable<
    typeof row
  >
  const webAlgorithm = { ...toWebAlgorithm(algorithm), modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) }
  const { publicKey, privateKey } = await crypto.subtle.generateKey(webAlgorithm, false, ['sign', 'verify'])
  const { kty = '', crv, n, e, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
  const members = Object.entries({ kty, crv, n, e, x, y, kid, alg, use: 'sig' }).filter(([, value]) => value !== undefined)
  return {
    jwk: Object.freeze(Object.fromEntries(members)) as TestKey['jwk'],
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)),
    async signText(header, payload) {
      const signingInput = `${encodeText(header)}.${encodeText(payload)}`
      const signature = await crypto.subtle.sign(webAlgorithm, privateKey, new TextEncoder().encode(signingInput))
      return `${signingInput}.${encodeBase64url(new Uint8Array(signature))}`
    },
  }
}
