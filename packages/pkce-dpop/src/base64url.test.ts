import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from './base64url.ts'

describe('encodeBase64url', () => {
  it('writes what Node writes, and reads its own writing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encodeBase64url(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64url'))
        expect(decodeBase64url(text)).toEqual(new Uint8Array(bytes))
      }),
    )
  })
})

describe('decodeBase64url', () => {
  it('takes one spelling of every byte sequence alone', () => {
    const almost = fc.string({ unit: fc.constantFrom(...'ABCDwxyz0189-_+/= \n'.split('')), maxLength: 12 })
    fc.assert(
      fc.property(almost, (text) => {
        const bytes = decodeBase64url(text)
        if (bytes) expect(encodeBase64url(bytes)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['padding', 'QQ=='],
    ['the plain alphabet', 'ab+/'],
    ['whitespace', 'QUJD '],
    ['a line break', 'QUJD\n'],
    ['a single character', 'A'],
    ['stray bits after one byte', 'QR'],
    ['stray bits after two bytes', 'QUJ'],
    ['letters of another script', 'QUJДД'],
  ])('refuses %s', (_, text) => {
    expect(decodeBase64url(text)).toBeUndefined()
  })
})
