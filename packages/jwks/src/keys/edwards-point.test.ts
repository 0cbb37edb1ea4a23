import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isEdwardsPoint } from './edwards-point.ts'

const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))

it('takes the points of generated keys', () => {
  for (let count = 0; count < 20; count++) {
    const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
    expect(isEdwardsPoint(new Uint8Array(Buffer.from(String(x), 'base64url')))).toBe(true)
  }
})

it('takes the key of RFC 8037 appendix A.2', () => {
  expect(isEdwardsPoint(new Uint8Array(Buffer.from('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', 'base64url')))).toBe(true)
})

/** All eight points whose order divides 8, and the encodings of them that are not canonical. */
const smallOrder = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]

it.each(smallOrder)('refuses the point of small order %s', (hex) => {
  expect(isEdwardsPoint(fromHex(hex))).toBe(false)
})

it('refuses about half of all bytes: those that decode to no point', () => {
  let taken = 0
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      taken += Number(isEdwardsPoint(bytes))
    }),
    { numRuns: 200, seed: 1 },
  )
  expect(taken).toBeGreaterThan(50)
  expect(taken).toBeLessThan(150)
})

it('does not look at the sign of x: both points of a y are taken or refused together', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const mirrored = bytes.map((byte, at) => (at === 31 ? byte ^ 128 : byte))
      expect(isEdwardsPoint(mirrored)).toBe(isEdwardsPoint(bytes))
    }),
    { numRuns: 30 },
  )
})

it('takes a point in its canonical form alone (RFC 8032 §5.1.3): y below the prime', () => {
  const toBytes = (y: bigint): Uint8Array => fromHex(y.toString(16).padStart(64, '0')).toReversed()
  const points = Array.from({ length: 19 }, (_, y) => BigInt(y)).filter((y) => isEdwardsPoint(toBytes(y)))
  expect(points.length).toBeGreaterThan(3)
  for (const y of points) expect(isEdwardsPoint(toBytes(y + (1n << 255n) - 19n))).toBe(false)
})

it.each([0, 31, 33, 57])('refuses %i bytes', (length) => {
  expect(isEdwardsPoint(new Uint8Array(length).fill(3))).toBe(false)
})
