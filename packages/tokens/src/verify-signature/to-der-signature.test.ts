import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toDerSignature } from './to-der-signature.ts'

it('writes r and s as the shortest integers that do not read as negative', () => {
  const raw = Uint8Array.of(0, 0, 1, 2, 0x80, 0, 0, 0)
  expect([...toDerSignature(raw)]).toEqual([48, 11, 2, 2, 1, 2, 2, 5, 0, 0x80, 0, 0, 0])
  expect([...toDerSignature(Uint8Array.of(0, 0, 0, 0))]).toEqual([48, 6, 2, 1, 0, 2, 1, 0])
})

it('writes a length beyond 127 in its long form', () => {
  expect(toDerSignature(new Uint8Array(132).fill(1)).slice(0, 4)).toEqual(Uint8Array.of(48, 129, 136, 2))
})

it.each(['P-256', 'P-384', 'P-521'])('writes what OpenSSL writes for %s', (namedCurve) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
  const bytes = { 'P-256': 32, 'P-384': 48, 'P-521': 66 }[namedCurve] ?? 0
  for (let round = 0; round < 50; round++) {
    const der = sign('sha256', Buffer.from([round]), privateKey)
    expect(publicKey.asymmetricKeyType).toBe('ec')
    expect(Buffer.from(toDerSignature(toRaw(der, bytes))).equals(der)).toBe(true)
  }
})

it('property: r and s are read back as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (raw) => {
      expect([...toRaw(toDerSignature(raw), 32)]).toEqual([...raw])
    }),
  )
})

/** The inverse, for signatures that are known to be well formed. */
function toRaw(der: Uint8Array, bytes: number): Uint8Array {
  const body = der.subarray(der[1] === 129 ? 3 : 2)
  const rLength = body[1] ?? 0
  const r = body.subarray(2, 2 + rLength)
  const s = body.subarray(4 + rLength)
  const toFixed = (integer: Uint8Array): readonly number[] => {
    const significant = integer[0] === 0 ? integer.subarray(1) : integer
    return [...Array.from({ length: bytes - significant.length }, () => 0), ...significant]
  }
  return Uint8Array.from([...toFixed(r), ...toFixed(s)])
}
