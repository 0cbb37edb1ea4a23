import { decodeJwt, decodeProtectedHeader, jwtVerify, createLocalJWKSet } from 'jose'
import { describe, expect, it } from 'vitest'
import { TokenValidator } from '../token-validator.ts'
import { createTestIssuer } from './create-test-issuer.ts'

describe('createTestIssuer', () => {
  it('signs a good at+jwt unless claims or header say otherwise; jose agrees', async () => {
    const issuer = await createTestIssuer({ audience: ['api', 'other'], clientId: 'app' })
    const token = await issuer.sign({ sub: 'me', scope: 'read', jti: undefined }, { kid: undefined })
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(issuer.jwks as never), { audience: 'api', typ: 'at+jwt' })
    expect(payload).toMatchObject({ iss: 'https://issuer.test', aud: ['api', 'other'], sub: 'me', client_id: 'app', scope: 'read' })
    expect(payload).not.toHaveProperty('jti')
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt' })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300)
  })

  it('gives every token an id of its own', async () => {
    const { sign } = await createTestIssuer()
    expect(decodeJwt(await sign()).jti).not.toBe(decodeJwt(await sign()).jti)
  })

  it.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    'signs with %s',
    async (algorithm) => {
      const issuer = await createTestIssuer({ algorithm })
      const token = await issuer.sign()
      expect(decodeProtectedHeader(token).alg).toBe(algorithm)
      await jwtVerify(token, createLocalJWKSet(issuer.jwks as never))
    },
  )

  it('tells the whole profile of RFC 9068', async () => {
    const issuer = await createTestIssuer()
    const { jwks, now } = issuer
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', profile: 'rfc9068', jwks, now })
    expect(await validator.validate(await issuer.sign())).toMatchObject({ client_id: 'test-client' })
  })

  it('is found by discovery through its fetch', async () => {
    const issuer = await createTestIssuer({ issuer: 'https://issuer.test/tenant' })
    const { fetch, now, monotonicNow } = issuer
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', fetch, now, monotonicNow })
    expect(await validator.validate(await issuer.sign())).toMatchObject({ iss: 'https://issuer.test/tenant' })
  })

  it('moves its clock, and with it that of its tokens', async () => {
    const issuer = await createTestIssuer({ now: () => 1_000_000 })
    issuer.advance(60)
    expect([issuer.now(), issuer.monotonicNow()]).toEqual([1_060_000, 1_060_000])
    expect(decodeJwt(await issuer.sign()).iat).toBe(1060)
    issuer.advance(-30)
    expect(issuer.now()).toBe(1_030_000)
  })

  it('rotates its keys; the old one is withdrawn unless it is kept', async () => {
    const issuer = await createTestIssuer()
    await issuer.rotateKeys({ keepOld: true })
    expect(issuer.jwks.keys.map(({ kid }) => kid)).toEqual(['test-key-1', 'test-key-2'])
    expect(decodeProtectedHeader(await issuer.sign()).kid).toBe('test-key-2')
    await issuer.rotateKeys()
    expect(issuer.jwks.keys.map(({ kid }) => kid)).toEqual(['test-key-3'])
  })

  it('publishes no private member', async () => {
    for (const algorithm of ['RS256', 'ES256', 'EdDSA']) {
      const [key] = (await createTestIssuer({ algorithm })).jwks.keys
      for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(name)
    }
  })

  it.each([
    [{ algorithm: 'HS256' }, 'algorithm'],
    [{ algorithm: 'none' }, 'algorithm'],
    [{ issuer: 'http://issuer.test' }, 'issuer'],
    [{ clientId: '' }, 'clientId'],
    [{ now: 0 }, 'now'],
    [null, 'options'],
  ])('refuses %j', async (options, option) => {
    await expect(createTestIssuer(options as never)).rejects.toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option } }))
  })

  it('refuses to move its clock by what is no number', async () => {
    const issuer = await createTestIssuer()
    expect(() => issuer.advance(Number.NaN)).toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option: 'seconds' } }))
  })
})
