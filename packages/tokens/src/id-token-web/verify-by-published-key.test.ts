import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createTestKey } from '../testing/test-key.ts'
import { decodeParts } from './decode-parts.ts'
import { verifyByPublishedKey } from './verify-by-published-key.ts'

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: { check } })

/** A token by a new key, judged with key sets that are answered one after the other. */
async function setUp(alg = 'ES256', header: object = {}) {
  const key = await createTestKey(alg, 'a')
  const parts = decodeParts(await key.signText(JSON.stringify({ alg, kid: 'a', ...header }), '{"sub":"alice"}'))
  const asked: boolean[] = []
  const verify = (...sets: readonly unknown[]): Promise<void> =>
    verifyByPublishedKey(parts, async (isRefetch) => {
      asked.push(isRefetch)
      return sets[Math.min(asked.length, sets.length) - 1]
    })
  return { key, parts, asked, verify }
}

describe('verifyByPublishedKey', () => {
  it.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    '%s: takes the signature of the published key, without asking twice',
    async (alg) => {
      const { key, asked, verify } = await setUp(alg)
      await verify({ keys: [(await createTestKey(alg, 'b')).jwk, key.jwk] })
      expect(asked).toEqual([false])
    },
  )

  it.each(['none', 'HS256', 'ES256K', 'RS256DSA', 'EdDSADSA', 'es256', 7, undefined, ['ES256'], {}])('refuses alg %j', async (alg) => {
    const { key, asked, verify } = await setUp('ES256', { alg })
    await expect(verify({ keys: [key.jwk] })).rejects.toThrow(refusal('alg'))
    expect(asked).toEqual([])
  })

  it('asks anew, once, for a kid that is not there', async () => {
    const { key, asked, verify } = await setUp()
    await verify({ keys: [] }, { keys: [key.jwk] })
    expect(asked).toEqual([false, true])
    const stranger = await setUp()
    await expect(stranger.verify({ keys: [{ ...stranger.key.jwk, kid: 'b' }] })).rejects.toThrow(refusal('kid'))
    expect(stranger.asked).toEqual([false, true])
  })

  it('asks anew, once, for a kid that was given to another key', async () => {
    const other = await createTestKey('ES256', 'a')
    const { key, asked, verify } = await setUp()
    await verify({ keys: [other.jwk] }, { keys: [key.jwk] })
    expect(asked).toEqual([false, true])
    await expect((await setUp()).verify({ keys: [other.jwk] })).rejects.toThrow(refusal('signature'))
  })

  it('finds the key of a token without kid', async () => {
    const { key, verify } = await setUp('ES256', { kid: undefined })
    await verify({ keys: [(await createTestKey('RS256', 'b')).jwk, (await createTestKey('ES256', 'c')).jwk, key.jwk] })
  })

  it.each([
    ['for another algorithm', { alg: 'ES384' }],
    ['for encryption', { use: 'enc' }],
    ['for another operation', { key_ops: ['encrypt'] }],
    ['on another curve', { crv: 'P-384' }],
    ['of another type', { kty: 'OKP' }],
    ['that is a secret', { kty: 'oct', k: 'c2VjcmV0' }],
    ['off its curve', { y: 'AAAA' }],
    ['that shows its private half', { d: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE' }],
  ])('takes no key %s', async (_, members) => {
    const { key, verify } = await setUp()
    await expect(verify({ keys: [{ ...key.jwk, ...members }] })).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1002' }))
  })

  it('takes no RSA key of fewer than 2048 bits', async () => {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024, publicExponent: Uint8Array.of(1, 0, 1) }
    const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const { parts } = await setUp('RS256')
    const signature = new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, new TextEncoder().encode(parts.signingInput)))
    const key = { ...(await crypto.subtle.exportKey('jwk', publicKey)), kid: 'a' }
    await expect(verifyByPublishedKey({ ...parts, signature }, async () => ({ keys: [key] }))).rejects.toThrow(refusal('signature'))
  })

  it.each(['AQ', 'AAE'])('takes no RSA key whose exponent is 1 (%s): every padded hash is its own signature', async (e) => {
    const { key, parts } = await setUp('RS256')
    const hash = createHash('sha256').update(parts.signingInput).digest()
    const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), hash])
    const padding = Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(253 - info.length, 0xff), Buffer.from([0])])
    const signature = new Uint8Array(Buffer.concat([padding, info]))
    const forged = { keys: [{ ...key.jwk, e }] }
    await expect(verifyByPublishedKey({ ...parts, signature }, async () => forged)).rejects.toThrow(refusal('signature'))
  })

  it.each([undefined, null, {}, { keys: null }, { keys: 'none' }, { keys: [null, 7, 'key', []] }, []])(
    'finds no key in %j',
    async (set) => {
      const { verify } = await setUp()
      await expect(verify(set)).rejects.toThrow(refusal('kid'))
    },
  )

  it('refuses a signature over other text', async () => {
    const { key, parts } = await setUp()
    const changed = { ...parts, signingInput: `${parts.signingInput}x` }
    await expect(verifyByPublishedKey(changed, async () => ({ keys: [key.jwk] }))).rejects.toThrow(refusal('signature'))
  })

  it('lets an outage through', async () => {
    const { parts } = await setUp()
    const outage = new Error('down')
    await expect(verifyByPublishedKey(parts, () => Promise.reject(outage))).rejects.toBe(outage)
  })
})
