import { AuthPlatformError, TokenInvalidError } from '@auth/core-errors'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseTokenHeader } from './parse-token-header.ts'

const encode = (value: string | Uint8Array): string => Buffer.from(value).toString('base64url')
const toToken = (header: unknown): string => `${encode(JSON.stringify(header))}.e30.c2ln`

it('decodes the header of a token as it is', () => {
  const header = { alg: 'ES256', kid: 'ä', typ: 'at+jwt' }
  expect(parseTokenHeader(toToken(header))).toEqual(header)
})

it.each([
  ['nothing', '', 'format'],
  ['two parts', 'eyJhbGciOiJSUzI1NiJ9.e30', 'format'],
  ['four parts', `${toToken({ alg: 'RS256' })}.x`, 'format'],
  ['five parts, an encrypted token', `${toToken({ alg: 'RSA-OAEP' })}.x.y`, 'format'],
  ['an empty header', '.e30.c2ln', 'format'],
  ['white space', ` ${toToken({ alg: 'RS256' })}`, 'format'],
  ['a line break at the end', `${toToken({ alg: 'RS256' })}\n`, 'format'],
  ['padding', toToken({ alg: 'RS256' }).replace('.', '=.'), 'format'],
  ['stray bits', 'eyJhbGciOiJSUzI1NiJ8.e30.c2ln', 'format'],
  ['a header that is an array', toToken([{ alg: 'RS256' }]), 'format'],
  ['a header that is null', toToken(null), 'format'],
  ['a header that is a number', toToken(5), 'format'],
  ['a header that is a text', toToken('RS256'), 'format'],
  ['a header that is no JSON', `${encode('{alg:1}')}.e30.c2ln`, 'format'],
  ['a byte order mark', `${encode('\uFEFF{"alg":"RS256"}')}.e30.c2ln`, 'format'],
  [
    'bytes that are not UTF-8',
    `${encode(Uint8Array.of(...Buffer.from('{"alg":"RS256","kid":"'), 0xff, ...Buffer.from('"}')))}.e30.c2ln`,
    'format',
  ],
  ['no algorithm', toToken({ kid: 'a' }), 'alg'],
  ['the algorithm none', toToken({ alg: 'none' }), 'alg'],
  ['a symmetric algorithm', toToken({ alg: 'HS256' }), 'alg'],
  ['a kid that is a number', toToken({ alg: 'RS256', kid: 1 }), 'kid'],
  ['a header of a megabyte', toToken({ alg: 'RS256', kid: 'a'.repeat(1_000_000) }), 'size'],
])('refuses %s', (_, token, check) => {
  expect(() => parseTokenHeader(token)).toThrow(TokenInvalidError)
  expect(() => parseTokenHeader(token)).toThrow(expect.objectContaining({ details: expect.objectContaining({ check }) }))
})

it('refuses any text with a typed error', () => {
  const part = fc.oneof(fc.string(), fc.base64String(), fc.json().map(encode))
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join('.')),
      ),
      (text) => {
        try {
          expect(parseTokenHeader(text).alg).toBeTypeOf('string')
        } catch (error) {
          expect(error).toBeInstanceOf(AuthPlatformError)
        }
      },
    ),
  )
})
