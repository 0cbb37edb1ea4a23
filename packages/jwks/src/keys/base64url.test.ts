import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeBase64Url } from './base64url.ts'

it('decodes what Node encodes, byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      expect(decodeBase64Url(Buffer.from(bytes).toString('base64url'))).toEqual(Uint8Array.from(bytes))
    }),
  )
})

it('takes one text for each value: whatever it decodes encodes to the same text', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w=+/ -]{0,12}$/), (text) => {
      const bytes = decodeBase64Url(text)
      if (bytes) expect(Buffer.from(bytes).toString('base64url')).toBe(text)
      else expect(text === '' || Buffer.from(text, 'base64url').toString('base64url') !== text).toBe(true)
    }),
  )
})

it.each(['', 'YQ==', 'a b', 'YQ\n', '+/+/', 'YR', 'A', 'ü', undefined, null, 5, ['YQ'], {}])('refuses %j', (text) => {
  expect(decodeBase64Url(text)).toBeUndefined()
})
