import { toInteger } from './to-integer.ts'

const prime = (1n << 255n) - 19n
const d = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n

/** Euler's criterion: whether a number other than zero has a square root in the field. */
function isSquare(number: bigint): boolean {
  let result = 1n
  let power = ((number % prime) + prime) % prime
  for (let exponent = prime >> 1n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * power) % prime
    power = (power * power) % prime
  }
  return result === 1n
}

/**
 * Whether 32 bytes are a point of Ed25519 (RFC 8032 §5.1.3) under which not everyone can sign: with one of the eight
 * points of small order, a signature holds for messages that nobody signed.
 */
export function isEdwardsPoint(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false
  const y = BigInt.asUintN(255, toInteger(bytes.toReversed()))
  if (y >= prime) return false
  const y2 = (y * y) % prime
  // y = 0 has order 4; its halves, of order 8, have x² + y² = 0. Orders 1 and 2 have y² = 1, which is no square below.
  if (y2 === 0n || (d * y2 * y2 + 2n * y2 - 1n) % prime === 0n) return false
  return isSquare((y2 - 1n) * (d * y2 + 1n))
}
