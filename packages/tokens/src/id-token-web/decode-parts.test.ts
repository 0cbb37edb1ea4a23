import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeParts } from './decode-parts.ts'

const encode = (text: string): string => Buffer.from(text).toString('base64url')
const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: { check } })

describe('decodeParts', () => {
  it('decodes three parts', () => {
    const token = `${encode('{"alg":"ES256"}')}.${encode('{"sub":"ålice"}')}.AQI`
    const { header, claims, signature, signingInput } = decodeParts(token)
    expect({ header, claims, signature: [...signature], signingInput }).toEqual({
      header: { alg: 'ES256' },
      claims: { sub: 'ålice' },
      signature: [1, 2],
      signingInput: token.slice(0, -4),
    })
  })

  it.each([
    ['two parts', 'e30.e30'],
    ['four parts', 'e30.e30.e30.e30'],
    ['five parts', 'e30.e30.e30.e30.e30'],
    ['padding', 'e30=.e30.AQI'],
    ['whitespace', 'e30 .e30.AQI'],
    ['stray bits', 'e30.e30.AQJ'],
    ['the alphabet of base64', 'e30.e30.++++'],
    ['no JSON', `${encode('{')}.e30.AQI`],
    ['no UTF-8', `${Buffer.from([0x22, 0xff, 0x22]).toString('base64url')}.e30.AQI`],
    ['a byte order mark', `${encode('\uFEFF{}')}.e30.AQI`],
    ['nothing', ''],
    ['dots', '..'],
  ])('refuses %s', (_, token) => {
    expect(() => decodeParts(token)).toThrow(refusal('format'))
  })

  it.each([undefined, null, 7, {}, ['e30.e30.AQI']])('refuses %j, which is no text', (token) => {
    expect(() => decodeParts(token as never)).toThrow(refusal('format'))
  })

  it('looks at no token of more than 16384 characters', () => {
    expect(() => decodeParts(`e30.${'e30'.repeat(5500)}.AQI`)).toThrow(refusal('size'))
  })

  it('answers or refuses whatever text comes, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.base64String(), { maxLength: 4 }).map((parts) => parts.join('.')),
        ),
        (text) => {
          try {
            expect(decodeParts(text).signingInput.length).toBeLessThan(text.length)
          } catch (error) {
            expect(error).toMatchObject({ code: 'AUTH_1002' })
          }
        },
      ),
    )
  })
})
