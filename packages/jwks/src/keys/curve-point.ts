import { toInteger } from './to-integer.ts'

/** A short Weierstrass curve y² = x³ − 3x + b over a prime field (NIST SP 800-186 §3.2.1). */
interface Curve {
  readonly sizeBytes: number
  readonly prime: bigint
  readonly b: bigint
}

const curves: Readonly<Record<string, Curve>> = {
  'P-256': {
    sizeBytes: 32,
    prime: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  'P-384': {
    sizeBytes: 48,
    prime: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
  'P-521': {
    sizeBytes: 66,
    prime: (1n << 521n) - 1n,
    b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
  },
}

/** Whether the coordinates have the curve's length, are of its field, and meet its equation (RFC 8725 §3.4). */
export function isCurvePoint(crv: string, x: Uint8Array, y: Uint8Array): boolean {
  const curve = Object.hasOwn(curves, crv) ? curves[crv] : undefined
  if (!curve || x.length !== curve.sizeBytes || y.length !== curve.sizeBytes) return false
  const { prime, b } = curve
  const [px, py] = [toInteger(x), toInteger(y)]
  return px < prime && py < prime && (py * py - px * px * px + 3n * px - b) % prime === 0n
}
