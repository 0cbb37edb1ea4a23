import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as node from './node.ts'
import * as web from './web.ts'

describe.each([
  ['node', node],
  ['web', web],
])('base64url, the variant for %s', (_, { decodeBase64url, encodeBase64url }) => {
  it('decodes what it encoded, and what Buffer encodes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase64url(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64url'))
        expect([...(decodeBase64url(text) ?? [])]).toEqual([...bytes])
      }),
    )
  })

  it('encodes a part of a larger buffer as that part', () => {
    expect(encodeBase64url(new Uint8Array(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2))).toBe('AgM')
  })

  it.each(['A', 'AA=', 'AA==', 'AAA=', 'AB', 'AAB', '+/AA', 'AA AA', 'AA\n', ' AA', 'AAAAA', 'Ā000', '=', 'AA.', 'Zm8=Zm8'])(
    'refuses %j: only the one canonical spelling is taken',
    (text) => {
      expect(decodeBase64url(text)).toBeUndefined()
    },
  )

  it('takes the empty text as no bytes', () => {
    expect(decodeBase64url('')).toHaveLength(0)
  })
})

it('both variants judge any text alike', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'AQgw+/-_= \n.é'.split('')) }))
  fc.assert(
    fc.property(text, (value) => {
      expect(web.decodeBase64url(value)?.join()).toBe(node.decodeBase64url(value)?.join())
    }),
    { numRuns: 1000 },
  )
})
