import { describe, expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { keyPair } from '../../test/sign-proof.ts'
import { parseProofKey } from './parse-proof-key.ts'

const good = { typ: 'dpop+jwt', alg: 'ES256', jwk: keyPair.publicJwk }
const encode = (header: unknown): string => Buffer.from(JSON.stringify(header)).toString('base64url')

describe('parseProofKey', () => {
  it('gives the algorithm, the key, frozen, and its thumbprint', async () => {
    const key = await parseProofKey(encode({ ...good, kid: 'ignored' }), ['ES256'])
    expect(key).toEqual({ algorithm: 'ES256', jwk: keyPair.publicJwk, thumbprint: keyPair.thumbprint })
    expect(Object.isFrozen(key.jwk)).toBe(true)
  })

  it.each([
    ['format', 'an array', [good]],
    ['format', 'null', null],
    ['typ', 'no type', { ...good, typ: undefined }],
    ['typ', 'another type', { ...good, typ: 'at+jwt' }],
    ['typ', 'the type in capitals', { ...good, typ: 'DPOP+JWT' }],
    ['typ', 'the whole media type', { ...good, typ: 'application/dpop+jwt' }],
    ['alg', 'no algorithm', { ...good, alg: undefined }],
    ['alg', 'none', { ...good, alg: 'none' }],
    ['alg', 'none, in other letters', { ...good, alg: 'nOnE' }],
    ['alg', 'a symmetric algorithm', { ...good, alg: 'HS256' }],
    ['alg', 'an algorithm in small letters', { ...good, alg: 'es256' }],
    ['alg', 'an algorithm that is not on the list', { ...good, alg: 'EdDSA' }],
    ['alg', 'an algorithm that is no text', { ...good, alg: ['ES256'] }],
    ['alg', 'what every object has', { ...good, alg: 'constructor' }],
    ['crit', 'critical members', { ...good, crit: ['exp'] }],
    ['crit', 'an empty list of critical members', { ...good, crit: [] }],
    ['crit', 'critical members that are null', { ...good, crit: null }],
    ['jwk', 'no key', { ...good, jwk: undefined }],
    ['jwk', 'a key by reference', { ...good, jwk: undefined, jku: 'https://evil.example/', kid: '1' }],
    ['jwk', 'a key for another algorithm', { ...good, alg: 'ES384' }],
  ])('refuses, by its %s, %s', async (check, _, header) => {
    expect(await catchError(() => parseProofKey(encode(header), ['ES256', 'ES384']))).toMatchObject({
      code: 'DPOP_6002',
      details: { check },
    })
  })

  it('refuses a key that stands twice', async () => {
    const twice = `{"typ":"dpop+jwt","alg":"ES256","jwk":{},"jwk":${JSON.stringify(keyPair.publicJwk)}}`
    const work = (): unknown => parseProofKey(Buffer.from(twice).toString('base64url'), ['ES256'])
    expect(await catchError(work)).toMatchObject({ details: { check: 'format' } })
  })

  it.each([
    ['whitespace before it', (header: string) => ` ${header}`],
    ['padding', (header: string) => `${header}${'='.repeat(4 - (header.length % 4))}`],
    ['the plain alphabet', (header: string) => `${header.slice(0, -4)}+/+/`],
  ])('refuses a header with %s', async (_, change) => {
    expect(await catchError(() => parseProofKey(change(encode(good)), ['ES256']))).toMatchObject({ details: { check: 'format' } })
  })
})
