import type { KeyResolver } from '@auth/jwks'
import { describe, expect, it } from 'vitest'
import { createTestIssuer } from './testing/index.ts'
import { TokenValidator } from './token-validator.ts'

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })

async function setUp(options: Partial<ConstructorParameters<typeof TokenValidator>[0]> = {}) {
  const issuer = await createTestIssuer()
  const { jwks, now, monotonicNow } = issuer
  return { issuer, validator: new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks, now, monotonicNow, ...options } as never) }
}

describe('validate and validateSync', () => {
  it('answer the claims of a good token, deeply frozen', async () => {
    const { issuer, validator } = await setUp()
    const token = await issuer.sign({ roles: ['a'], deep: { er: { x: 1 } } })
    for (const claims of [await validator.validate(token), validator.validateSync(token)]) {
      expect(claims).toMatchObject({ iss: issuer.issuer, aud: 'api', sub: 'test-user', roles: ['a'], deep: { er: { x: 1 } } })
      expect(() => Object.assign(claims, { sub: 'admin' })).toThrow(TypeError)
      expect(() => (claims['roles'] as string[]).push('admin')).toThrow(TypeError)
      expect(Object.isFrozen((claims['deep'] as { er: object }).er)).toBe(true)
    }
  })

  it.each([undefined, null, 0, {}, [], ['a.b.c'], true, () => 'a.b.c'])('refuse %s as a token, with a typed error', async (token) => {
    const { validator } = await setUp()
    await expect(validator.validate(token as never)).rejects.toThrow(refusal('format'))
    expect(() => validator.validateSync(token as never)).toThrow(refusal('format'))
  })

  it.each([null, 'x', [], 1])('refuse %j as options', async (options) => {
    const { issuer, validator } = await setUp()
    const wrong = expect.objectContaining({ code: 'VAL_2002', details: { option: 'options' } })
    await expect(validator.validate(await issuer.sign(), options as never)).rejects.toThrow(wrong)
    await expect(validator.verify(await issuer.sign(), options as never)).rejects.toThrow(wrong)
    expect(() => validator.validateSync('x', options as never)).toThrow(wrong)
  })

  it('validate always answers with a promise, also for what fails at once', () => {
    const validator = new TokenValidator({ issuer: 'https://issuer.test', audience: 'api' })
    const answer = validator.validate('garbage')
    expect(answer).toBeInstanceOf(Promise)
    return expect(answer).rejects.toThrow(refusal('format'))
  })

  it('verify tells header, claims as signed, and nothing of the inside', async () => {
    const { issuer, validator } = await setUp()
    const verified = await validator.verify(await issuer.sign({ sub: 'me' }))
    expect(Object.keys(verified).sort()).toEqual(['claims', 'header', 'payload'])
    expect(verified.header).toMatchObject({ alg: 'ES256', kid: 'test-key-1' })
    expect(verified.payload).toBe(verified.claims)
    expect(Object.isFrozen(verified.header)).toBe(true)
  })
})

describe('validateSync', () => {
  it('tells that a key is not in memory, and succeeds once it is', async () => {
    const issuer = await createTestIssuer()
    const { fetch, now, monotonicNow } = issuer
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', fetch, now, monotonicNow })
    const token = await issuer.sign()
    expect(() => validator.validateSync(token)).toThrow(expect.objectContaining({ code: 'SRV_5004', reason: 'not_cached' }))
    await validator.validate(token)
    expect(validator.validateSync(token)).toMatchObject({ sub: 'test-user' })
  })

  it('works with a resolver that has no memory only by telling so', async () => {
    const { issuer } = await setUp()
    const keys: KeyResolver = { getSigningKey: async () => ({ jwk: issuer.jwks.keys[0] as never, kid: 'k', alg: 'ES256' }) }
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks: keys })
    const token = await issuer.sign()
    expect(() => validator.validateSync(token)).toThrow(expect.objectContaining({ code: 'SRV_5004' }))
    expect(await validator.validate(token)).toMatchObject({ sub: 'test-user' })
  })

  it('refuses what it would have to wait for, without a stray rejection', async () => {
    const { issuer, validator } = await setUp({ revoked: async () => Promise.reject(new Error('store is down')) })
    const token = await issuer.sign()
    expect(() => validator.validateSync(token)).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
    await expect(validator.validate(token)).rejects.toThrow('store is down')
  })
})

describe('the types', () => {
  it('ask for an audience', () => {
    // @ts-expect-error whom the tokens must be for is not written out
    expect(() => new TokenValidator({ issuer: 'https://issuer.test' })).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
    // @ts-expect-error nor for the second issuer
    expect(() => new TokenValidator({ issuers: [{ issuer: 'https://a.test', audience: null }, { issuer: 'https://b.test' }] })).toThrow(
      expect.objectContaining({ code: 'VAL_2002' }),
    )
  })

  it('let a caller forward what is undefined', () => {
    const absent = { algorithms: undefined, jwks: undefined, fetch: undefined, clientId: undefined, verifiedTokenCache: undefined }
    expect(new TokenValidator({ issuer: 'https://issuer.test', audience: null, ...absent })).toBeInstanceOf(TokenValidator)
  })
})

describe('getKeyId', () => {
  it('tells the kid of a token that nobody verified', async () => {
    const { issuer, validator } = await setUp()
    expect(validator.getKeyId(await issuer.sign({ iss: 'anyone' }))).toBe('test-key-1')
    expect(validator.getKeyId(await issuer.sign({}, { kid: undefined }))).toBeUndefined()
  })

  it('refuses what is no token', async () => {
    const { validator } = await setUp({ maxTokenBytes: 100 })
    expect(() => validator.getKeyId('x')).toThrow(refusal('format'))
    expect(() => validator.getKeyId('x'.repeat(101))).toThrow(refusal('size'))
    expect(() => validator.getKeyId(undefined as never)).toThrow(refusal('format'))
  })
})

describe('verifyDPoPBinding', () => {
  it('compares the thumbprint in cnf exactly', async () => {
    const { validator } = await setUp()
    expect(validator.verifyDPoPBinding({ cnf: { jkt: 'abc' } }, 'abc')).toBe(true)
    for (const claims of [
      {},
      { cnf: null },
      { cnf: {} },
      { cnf: 'abc' },
      { cnf: { jkt: 'abd' } },
      { cnf: { jkt: ['abc'] } },
      { cnf: { 'x5t#S256': 'abc' } },
    ]) {
      expect(validator.verifyDPoPBinding(claims, 'abc')).toBe(false)
    }
  })

  it('refuses to compare with nothing', async () => {
    const { validator } = await setUp()
    for (const thumbprint of ['', undefined, null]) {
      expect(() => validator.verifyDPoPBinding({ cnf: {} }, thumbprint as never)).toThrow(
        expect.objectContaining({ code: 'VAL_2002', details: { option: 'thumbprint' } }),
      )
    }
    expect(() => validator.verifyDPoPBinding(null as never, 'abc')).toThrow(expect.objectContaining({ details: { option: 'claims' } }))
  })
})
