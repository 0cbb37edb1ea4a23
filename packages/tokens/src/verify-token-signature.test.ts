import type { JWK, KeyResolver, SigningKey } from '@auth/jwks'
import { describe, expect, it } from 'vitest'
import { algorithms } from './algorithms.ts'
import { decodeToken } from './decode-token.ts'
import { waitForKeys } from './key-access.ts'
import { createTestIssuer } from './testing/index.ts'
import { isSignedBy, selectAlgorithm, verifyTokenSignature } from './verify-token-signature.ts'

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })
const toKey = (jwk: JWK | undefined): SigningKey => ({ jwk: jwk as JWK, kid: jwk?.kid, alg: jwk?.alg })

describe('selectAlgorithm', () => {
  it('answers the row of an allowed name', () => {
    expect(selectAlgorithm('ES256', new Set(['ES256']))).toBe(algorithms.get('ES256'))
  })

  it.each(['RS256', 'es256', 'none', 'HS256', '', '__proto__', 'constructor', 'ES256 '])(
    'refuses %j beside an allow-list of ES256',
    (name) => {
      expect(() => selectAlgorithm(name, new Set(['ES256']))).toThrow(refusal('alg'))
    },
  )

  it('refuses an HMAC even if a list held it', () => {
    expect(() => selectAlgorithm('HS256', new Set(['HS256']))).toThrow(refusal('alg'))
  })
})

describe('isSignedBy', () => {
  const names = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'] as const

  it('CVE-2022-23541, CVE-2022-23539: the matrix of key types and algorithms has only its diagonal', async () => {
    const issuers = await Promise.all(names.map(async (algorithm) => createTestIssuer({ algorithm })))
    for (const [row, name] of names.entries()) {
      const token = decodeToken(await (issuers[row] as (typeof issuers)[0]).sign())
      for (const [column, issuer] of issuers.entries()) {
        const jwk = issuer.jwks.keys[0] as JWK
        const verdict = async (): Promise<boolean> => isSignedBy(jwk, token, algorithms.get(name) as never)
        if (row === column) expect(await verdict()).toBe(true)
        else await expect(verdict()).rejects.toThrow(refusal('alg'))
      }
    }
  })

  it.each([
    { alg: 'ES384' },
    { use: 'enc' },
    { key_ops: ['sign'] },
    { key_ops: [] },
    { key_ops: 'verify' },
    { alg: 5 },
    { crv: 'P-384' },
    { kty: 'OKP' },
    { kty: 'oct', k: 'AAAA' },
  ])('refuses a key that says %j for ES256', async (members) => {
    const issuer = await createTestIssuer()
    const token = decodeToken(await issuer.sign())
    const jwk = { ...issuer.jwks.keys[0], ...members } as JWK
    expect(() => isSignedBy(jwk, token, algorithms.get('ES256') as never)).toThrow(refusal('alg'))
  })

  it('takes a key that says nothing of its use, and one that says verify', async () => {
    const issuer = await createTestIssuer()
    const token = decodeToken(await issuer.sign())
    const { kty, crv, x, y } = issuer.jwks.keys[0] as { kty: string; crv: string; x: string; y: string }
    for (const jwk of [
      { kty, crv, x, y },
      { kty, crv, x, y, use: 'sig', key_ops: ['verify'], alg: 'ES256' },
    ]) {
      expect(await isSignedBy(jwk, token, algorithms.get('ES256') as never)).toBe(true)
    }
  })

  it('takes EdDSA and Ed25519 as two names of one algorithm (RFC 9864)', async () => {
    const issuer = await createTestIssuer({ algorithm: 'EdDSA' })
    for (const [keyName, tokenName] of [
      ['EdDSA', 'Ed25519'],
      ['Ed25519', 'EdDSA'],
    ] as const) {
      const token = decodeToken(await issuer.sign({}, { alg: tokenName }))
      expect(await isSignedBy({ ...(issuer.jwks.keys[0] as JWK), alg: keyName }, token, algorithms.get(tokenName) as never)).toBe(true)
    }
  })

  it('RFC 7518 §3.4: refuses an ECDSA signature of another length before the key is asked', async () => {
    const issuer = await createTestIssuer()
    const token = decodeToken(await issuer.sign())
    for (const length of [0, 63, 65, 70, 96]) {
      expect(
        await isSignedBy(issuer.jwks.keys[0] as JWK, { ...token, signature: new Uint8Array(length) }, algorithms.get('ES256') as never),
      ).toBe(false)
    }
  })
})

describe('an ECDSA signature with zeros before r and s', () => {
  it('RFC 7518 §3.4: is refused, although the numbers in it are those of a good one', async () => {
    const issuer = await createTestIssuer()
    const token = decodeToken(await issuer.sign())
    const padded = new Uint8Array(66)
    padded.set(token.signature.subarray(0, 32), 1)
    padded.set(token.signature.subarray(32), 34)
    const judge = (signature: Uint8Array<ArrayBuffer>): unknown =>
      isSignedBy(issuer.jwks.keys[0] as JWK, { ...token, signature }, algorithms.get('ES256') as never)
    expect(await judge(token.signature)).toBe(true)
    expect(await judge(padded)).toBe(false)
  })
})

describe('verifyTokenSignature', () => {
  const algorithm = algorithms.get('ES256') as never

  it('answers the key that made the signature', async () => {
    const issuer = await createTestIssuer()
    const key = toKey(issuer.jwks.keys[0])
    const keys: KeyResolver = { getSigningKey: async () => key }
    expect(await verifyTokenSignature({ token: decodeToken(await issuer.sign()), algorithm, keys, access: waitForKeys })).toBe(key)
  })

  it('asks once for the key that took over a used kid', async () => {
    const [old, now] = [await createTestIssuer(), await createTestIssuer()]
    const replacement = toKey(now.jwks.keys[0])
    const asked: SigningKey[] = []
    const keys: KeyResolver = {
      getSigningKey: async () => toKey(old.jwks.keys[0]),
      getReplacementKey: async (_, failed) => {
        asked.push(failed)
        return replacement
      },
    }
    expect(await verifyTokenSignature({ token: decodeToken(await now.sign()), algorithm, keys, access: waitForKeys })).toBe(replacement)
    expect(asked).toEqual([toKey(old.jwks.keys[0])])
    await expect(
      verifyTokenSignature({ token: decodeToken(await (await createTestIssuer()).sign()), algorithm, keys, access: waitForKeys }),
    ).rejects.toThrow(refusal('signature'))
  })

  it('refuses when there is no replacement, or the resolver offers none', async () => {
    const [issuer, stranger] = [await createTestIssuer(), await createTestIssuer()]
    const getSigningKey = async (): Promise<SigningKey> => toKey(issuer.jwks.keys[0])
    const token = decodeToken(await stranger.sign())
    for (const keys of [{ getSigningKey }, { getSigningKey, getReplacementKey: async () => undefined }]) {
      await expect(verifyTokenSignature({ token, algorithm, keys, access: waitForKeys })).rejects.toThrow(refusal('signature'))
    }
  })

  it.each([null, 'pem', [], 5])('refuses %j as the key that is given', async (jwk) => {
    const token = decodeToken(await (await createTestIssuer()).sign())
    const keys: KeyResolver = { getSigningKey: async () => Promise.reject(new Error('asked')) }
    expect(() => verifyTokenSignature({ token, algorithm, keys, access: waitForKeys, jwk: jwk as never })).toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option: 'jwk' } }),
    )
  })

  it('asks nobody when the key is given', async () => {
    const issuer = await createTestIssuer()
    const keys: KeyResolver = { getSigningKey: async () => Promise.reject(new Error('asked')) }
    const jwk = issuer.jwks.keys[0]
    expect(
      await verifyTokenSignature({ token: decodeToken(await issuer.sign()), algorithm, keys, access: waitForKeys, jwk }),
    ).toMatchObject({ jwk })
  })
})
