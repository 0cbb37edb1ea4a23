import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as node from './node.ts'
import * as web from './web.ts'

const variants = { node, web }

describe.each(Object.entries(variants))('encodeBase64url (%s)', (_, { decodeBase64url, encodeBase64url }) => {
  it('writes what Node writes, and reads its own writing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = encodeBase64url(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64url'))
        expect(encodeBase64url(new Uint8Array(bytes).buffer)).toBe(text)
        expect([...decodeBase64url(text)!]).toEqual([...bytes])
      }),
    )
  })
})

describe.each(Object.entries(variants))('decodeBase64url (%s)', (_, { decodeBase64url, encodeBase64url }) => {
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
