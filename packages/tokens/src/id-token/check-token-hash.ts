import { encodeBase64url } from '#base64url'
import { algorithms } from '../algorithms.ts'
import { invalidToken } from '../invalid-token.ts'

/** A claim that must be the hash of a value, and with what the token was signed. */
export interface TokenHashQuestion {
  readonly claim: 'at_hash' | 'c_hash'
  readonly actual: unknown
  readonly value: string
  /** The token's own `alg`, which decides the hash. */
  readonly alg: string
  readonly isRequired: boolean
}

/** The left half of the value's hash, by the hash of the token's algorithm: for Ed25519 SHA-512 (OpenID Connect Core 3.3.2.11). */
async function toLeftHalf(value: string, alg: string): Promise<string> {
  const hashBits = alg === 'HS256' ? 256 : (algorithms.get(alg)?.hashBits ?? 512)
  const digest = await crypto.subtle.digest(`SHA-${hashBits}`, new TextEncoder().encode(value))
  return encodeBase64url(new Uint8Array(digest, 0, hashBits / 16))
}

/** The claim is the value's hash; it may be absent unless it is required. */
export async function checkTokenHash({ claim, actual, value, alg, isRequired }: TokenHashQuestion): Promise<void> {
  if (actual === undefined && !isRequired) return
  if (actual !== (await toLeftHalf(value, alg))) throw invalidToken(claim, `ID token claim "${claim}" is not the hash of what came with it`)
}
