import type { JWK } from './jwk.ts'

/**
 * The way of browsers, which keeps arithmetic out of the bundle: WebCrypto's `importKey` takes in no point that is off
 * its curve and no RSA exponent of 1, and its Ed25519 verification no point of small order. It does take short moduli:
 * 342 characters hold 2048 bits, and the first tells whether the highest is set.
 */
export function isSoundKey({ kty, n = '' }: JWK): boolean {
  return kty !== 'RSA' || /^([g-z\d_-][\w-]{341}|[B-Za-z\d_-][\w-]{342,2730})$/.test(n)
}
