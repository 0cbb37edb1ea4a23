import { describe, expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { decodeJson, parseProof } from './parse-proof.ts'

const encode = (text: string): string => Buffer.from(text).toString('base64url')
const payload = encode('{"jti":"1"}')

describe('parseProof', () => {
  it('takes a proof apart', () => {
    expect(parseProof(`header.${payload}.c2ln`)).toEqual({
      encodedHeader: 'header',
      payload: { jti: '1' },
      signature: new Uint8Array(Buffer.from('sig')),
      data: new Uint8Array(Buffer.from(`header.${payload}`)),
    })
  })

  it('takes 8192 characters', () => {
    const rest = `.${payload}.c2ln`
    expect(parseProof('h'.repeat(8192 - rest.length) + rest).payload).toEqual({ jti: '1' })
  })

  it.each([[undefined], [null], ['']])('asks for a proof when there is %j', async (proof) => {
    expect(await catchError(() => parseProof(proof))).toMatchObject({ code: 'DPOP_6001', details: { check: 'missing' } })
  })

  it.each([
    ['count', 'two headers, joined by Node', `h.${payload}.c2ln, h.${payload}.c2ln`],
    ['count', 'a list of headers', [`h.${payload}.c2ln`, `h.${payload}.c2ln`]],
    ['count', 'what is no text', 7],
    ['size', 'more than 8192 characters', `h.${payload}.${'A'.repeat(8192)}`],
    ['size', 'a megabyte', 'A'.repeat(1 << 20)],
    ['format', 'two parts', `h.${payload}`],
    ['format', 'four parts', `h.${payload}.c2ln.c2ln`],
    ['format', 'five parts (a JWE)', `h.${payload}.c2ln.c2ln.c2ln`],
    ['format', 'an empty header', `.${payload}.c2ln`],
    ['format', 'an empty payload', 'h..c2ln'],
    ['format', 'an empty signature (unsecured)', `h.${payload}.`],
    ['format', 'a padded payload', `h.${payload}=.c2ln`],
    ['format', 'a padded signature', `h.${payload}.c2lnQQ==`],
    ['format', 'whitespace after it', `h.${payload}.c2ln `],
    ['format', 'stray bits in the signature', `h.${payload}.QR`],
    ['format', 'an array as the payload', `h.${encode('[]')}.c2ln`],
    ['format', 'a payload that is no JSON', `h.${encode('jti')}.c2ln`],
    ['format', 'a claim twice', `h.${encode('{"jti":"1","jti":"2"}')}.c2ln`],
    ['format', 'JSON serialisation', JSON.stringify({ payload, signature: 'c2ln' }).replaceAll(',', '')],
  ])('refuses, by its %s, %s', async (check, _, proof) => {
    expect(await catchError(() => parseProof(proof))).toMatchObject({ code: 'DPOP_6002', details: { check } })
  })

  it('does not show the proof that it refuses', async () => {
    const error = await catchError(() => parseProof('secret.secret'))
    expect(JSON.stringify(error)).not.toContain('secret')
  })
})

describe('decodeJson', () => {
  it('gives the object in a part, and nothing for what is none', () => {
    expect(decodeJson(encode('{"a":1}'))).toEqual({ a: 1 })
    expect([decodeJson(undefined), decodeJson(''), decodeJson('e30='), decodeJson(encode('[]'))]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})
