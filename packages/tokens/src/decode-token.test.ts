import { describe, expect, it } from 'vitest'
import { checkTokenText, decodeToken } from './decode-token.ts'

const encode = (text: string): string => Buffer.from(text).toString('base64url')
const tokenOf = (header: object, payload: object = { iss: 'i' }): string =>
  `${encode(JSON.stringify(header))}.${encode(JSON.stringify(payload))}.AQID`
const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })

describe('decodeToken', () => {
  it('tells header, payload, signature and what was signed, none of it verified', () => {
    const token = tokenOf({ alg: 'ES256', kid: 'k' }, { sub: 'anyone' })
    expect(decodeToken(token)).toEqual({
      header: { alg: 'ES256', kid: 'k' },
      payload: { sub: 'anyone' },
      signature: Buffer.from([1, 2, 3]),
      signingInput: token.slice(0, token.lastIndexOf('.')),
    })
  })

  it('keeps a signature without a byte apart from a missing part', () => {
    const token = `${encode('{"alg":"none"}')}.${encode('{}')}.`
    expect(decodeToken(token).signature).toHaveLength(0)
    expect(decodeToken(token).signingInput).toBe(token.slice(0, -1))
  })

  it.each([undefined, null, 1, {}, [], true, Symbol('x'), new String('a.b.c')])('refuses %s, which is no string', (token) => {
    expect(() => decodeToken(token as never)).toThrow(refusal('format'))
  })

  it.each(['', 'a', 'a.b', 'a.b.c.d', 'a.b.c.d.e.f', '..', '...', '.'.repeat(10_000)])(
    'refuses %j, which has not three parts that say something',
    (token) => {
      expect(() => decodeToken(token)).toThrow(refusal('format'))
    },
  )

  it('refuses good parts when one is missing or one is too many', () => {
    const token = tokenOf({ alg: 'ES256' })
    const twoParts = token.slice(0, token.lastIndexOf('.'))
    for (const bad of [twoParts, `${token}.AQID`, `${token}.`, `.${token}`]) {
      expect(() => decodeToken(bad)).toThrow('token must have three parts separated by dots')
    }
  })

  it('tells a JWE, which has five parts, as encrypted', () => {
    expect(() => decodeToken('a.b.c.d.e')).toThrow(refusal('encryption'))
  })

  it('refuses a token past the size cap before looking at it', () => {
    expect(() => decodeToken('x'.repeat(16_385))).toThrow(refusal('size'))
    expect(() => decodeToken('x'.repeat(16_384))).toThrow(refusal('format'))
    expect(() => decodeToken(tokenOf({ alg: 'a' }), { maxTokenBytes: 10 })).toThrow(refusal('size'))
  })

  it.each([
    ['header', (token: string) => ` ${token}`],
    ['header', (token: string) => token.replace(/\./, '=.')],
    ['payload', (token: string) => token.replace(/\.AQID$/, '=.AQID')],
    ['signature', (token: string) => `${token}=`],
    ['signature', (token: string) => `${token}\n`],
    ['signature', (token: string) => token.replace('AQID', 'AQI+')],
    ['signature', (token: string) => token.replace('AQID', 'AR')],
    ['signature', (token: string) => token.replace('AQID', 'AQIDA')],
  ])('refuses a %s that is not canonical base64url', (part, change) => {
    expect(() => decodeToken(change(tokenOf({ alg: 'ES256' })))).toThrow(`token ${part} is not canonical base64url`)
  })

  it.each(['[]', 'null', '"x"', '{"alg":"a","alg":"b"}', 'x', ''])('refuses a header or payload that is %j', (text) => {
    expect(() => decodeToken(`${encode(text)}.${encode('{}')}.AQID`)).toThrow(refusal('format'))
    expect(() => decodeToken(`${encode('{"alg":"a"}')}.${encode(text)}.AQID`)).toThrow(refusal('format'))
  })

  it.each([
    [{}, 'alg'],
    [{ alg: 1 }, 'alg'],
    [{ alg: null }, 'alg'],
    [{ alg: ['ES256'] }, 'alg'],
    [{ alg: 'ES256', kid: 1 }, 'kid'],
    [{ alg: 'ES256', kid: null }, 'kid'],
    [{ alg: 'ES256', typ: 1 }, 'typ'],
    [{ alg: 'ES256', crit: ['exp'] }, 'crit'],
    [{ alg: 'ES256', crit: [] }, 'crit'],
    [{ alg: 'ES256', crit: ['x', 'x'], x: 1 }, 'crit'],
    [{ alg: 'ES256', crit: [1] }, 'crit'],
    [{ alg: 'ES256', crit: 'b64' }, 'crit'],
    [{ alg: 'ES256', crit: null }, 'crit'],
    [{ alg: 'ES256', b64: false }, 'crit'],
    [{ alg: 'ES256', b64: true }, 'crit'],
  ])('refuses the header %j', (header, check) => {
    expect(() => decodeToken(tokenOf(header))).toThrow(refusal(check))
  })

  it('names a wrong option', () => {
    expect(() => decodeToken('x', { maxTokenBytes: 0 })).toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option: 'maxTokenBytes' } }),
    )
    expect(() => decodeToken('x', null as never)).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
  })

  it('tells nothing of the token in its errors', () => {
    const token = `${encode('{"alg":"a"}')}.${encode('{"secret":"hunter2","secret":1}')}.AQID`
    expect(() => decodeToken(token)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') as string, details: { check: 'format' } }),
    )
  })
})

it('checkTokenText lets a string within the cap pass', () => {
  expect(() => checkTokenText('abc', 3)).not.toThrow()
  expect(() => checkTokenText('abcd', 3)).toThrow(refusal('size'))
})
