import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHide } from './hide-secrets.ts'

describe('createHide', () => {
  const hide = createHide(['s3cret & more'], 'shop')

  it.each([
    's3cret & more',
    encodeURIComponent('s3cret & more'),
    's3cret+%26+more',
    Buffer.from('s3cret & more').toString('base64'),
    Buffer.from('shop:s3cret & more').toString('base64'),
    Buffer.from('shop:s3cret+%26+more').toString('base64'),
    's3c\u0000ret & \u200bmore',
  ])('hides %j', (form) => {
    expect(hide(`<${form}>`)).toMatch(/^<\[hidden\]=*>$/)
  })

  it('hides a token that nobody gave, and each part of one that was given', () => {
    expect(createHide([])('got eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.')).toBe('got [hidden]')
    expect(createHide(['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl'])('a c2lnbmF0dXJl b')).toBe('a [hidden] b')
  })

  it('leaves nothing that a terminal obeys', () => {
    expect(hide('a\u001b[31mb\r\nc\u202ed')).toBe('a[31mbcd')
  })

  it('property: no secret is left, whatever stands around it', () => {
    const secret = fc.string({ unit: 'grapheme', minLength: 4 })
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (text, before, after) => {
        fc.pre(!'[hidden]'.includes(text))
        expect(createHide([text])(before + text + after).includes(text)).toBe(false)
      }),
    )
  })
})
