import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import { expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { calculateThumbprint } from './calculate-thumbprint.ts'

/** RFC 7638 §3.1. */
const example = {
  kty: 'RSA',
  n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
  e: 'AQAB',
  alg: 'RS256',
  kid: '2011-04-29',
}

it('computes the example of RFC 7638 §3.1, and ignores members beyond the required ones', async () => {
  expect(await calculateThumbprint(example)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')
  expect(await calculateThumbprint({ ...example, x: 'x', use: 'sig' })).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')
})

it.each(['ES256', 'ES384', 'ES512', 'EdDSA', 'RS256'])('agrees with jose on a key for %s, private or public', async (alg) => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const expected = await calculateJwkThumbprint(await exportJWK(publicKey))
  expect(await calculateThumbprint(await exportJWK(publicKey))).toBe(expected)
  expect(await calculateThumbprint(await exportJWK(privateKey))).toBe(expected)
})

it.each([
  [{ kty: 'oct', k: 'AAAA' }],
  [{ kty: 'toString' }],
  [{ ...example, n: undefined }],
  [{}],
  [null as never],
  [[]],
  [undefined as never],
])('refuses %j', async (jwk) => {
  expect(await catchError(() => calculateThumbprint(jwk))).toMatchObject({ code: 'VAL_2002', details: { option: 'jwk' } })
})
