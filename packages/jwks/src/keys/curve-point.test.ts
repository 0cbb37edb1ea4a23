import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toInteger } from './to-integer.ts'
import { isCurvePoint } from './curve-point.ts'

const toBytes = (text: unknown): Uint8Array => new Uint8Array(Buffer.from(String(text), 'base64url'))
const flip = (bytes: Uint8Array, bit: number): Uint8Array => bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))

/** Node's opinion: OpenSSL checks the equation when it takes in a key. */
function isTakenByNode(crv: string, x: Uint8Array, y: Uint8Array): boolean {
  const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
  try {
    return createPublicKey({ key: { kty: 'EC', crv, x: encode(x), y: encode(y) }, format: 'jwk' }).type === 'public'
  } catch {
    return false
  }
}

describe.each([
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
])('%s', (crv, size) => {
  const points = Array.from({ length: 8 }, () => {
    const { x, y } = generateKeyPairSync('ec', { namedCurve: crv }).publicKey.export({ format: 'jwk' })
    return { x: toBytes(x), y: toBytes(y) }
  })

  it('takes the points of generated keys', () => {
    for (const { x, y } of points) expect(isCurvePoint(crv, x, y)).toBe(true)
  })

  it('agrees with OpenSSL about points with one bit flipped', () => {
    fc.assert(
      fc.property(fc.constantFrom(...points), fc.nat(size * 8 - 1), fc.boolean(), ({ x, y }, bit, inX) => {
        const point = inX ? { x: flip(x, bit), y } : { x, y: flip(y, bit) }
        expect(isCurvePoint(crv, point.x, point.y)).toBe(isTakenByNode(crv, point.x, point.y))
        expect(isCurvePoint(crv, point.x, point.y)).toBe(false)
      }),
      { numRuns: 50 },
    )
  })

  it('refuses zero, another length, and a coordinate that is not of the field', () => {
    const { x, y } = points[0]!
    expect(isCurvePoint(crv, new Uint8Array(size), new Uint8Array(size))).toBe(false)
    expect(isCurvePoint(crv, Uint8Array.of(0, ...x), y)).toBe(false)
    expect(isCurvePoint(crv, x, Uint8Array.of(0, ...y))).toBe(false)
    expect(isCurvePoint(crv, x.slice(1), y)).toBe(false)
    expect(isCurvePoint(crv, new Uint8Array(size).fill(255), y)).toBe(false)
  })

  it('refuses a point of another curve', () => {
    for (const other of ['P-256', 'P-384', 'P-521'].filter((name) => name !== crv))
      expect(isCurvePoint(other, points[0]!.x, points[0]!.y)).toBe(false)
  })
})

it('refuses coordinates that meet the equation only after reduction', () => {
  // x = prime + 5 has the length of P-521 and means x = 5, which is on the curve with some y.
  const prime = (1n << 521n) - 1n
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey.export({ format: 'jwk' })
  const large = Buffer.from((toInteger(toBytes(x)) + prime).toString(16).padStart(132, '0'), 'hex')
  expect(isCurvePoint('P-521', large, toBytes(y))).toBe(false)
})

it('refuses x = prime, which means x = 0, a point of P-256', () => {
  const y = Buffer.from('66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4', 'hex')
  const prime = Buffer.from('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff', 'hex')
  expect(isCurvePoint('P-256', new Uint8Array(32), y)).toBe(true)
  expect(isCurvePoint('P-256', prime, y)).toBe(false)
})

it.each(['secp256k1', '__proto__', 'toString', ''])('knows no curve %j', (crv) => {
  expect(isCurvePoint(crv, new Uint8Array(32), new Uint8Array(32))).toBe(false)
})
