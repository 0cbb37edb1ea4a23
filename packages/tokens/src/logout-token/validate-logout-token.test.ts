import { describe, expect, it, vi } from 'vitest'
import { createTestIssuer, type TestMembers } from '../testing/index.ts'
import { type LogoutTokenOptions, validateLogoutToken } from './validate-logout-token.ts'

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })
const wrong = (option: string): unknown => expect.objectContaining({ code: 'VAL_2002', details: { option } })
const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }

async function setUp() {
  const issuer = await createTestIssuer({ audience: 'me' })
  const signLogout = (claims: TestMembers = {}, header: TestMembers = {}): Promise<string> =>
    issuer.sign({ client_id: undefined, events, sid: 'session-1', ...claims }, { typ: 'logout+jwt', ...header })
  const validate = (token: string, more: Partial<LogoutTokenOptions> = {}): ReturnType<typeof validateLogoutToken> =>
    validateLogoutToken(token, { issuer: issuer.issuer, clientId: 'me', jwks: issuer.jwks, now: issuer.now, ...more })
  return { issuer, signLogout, validate }
}

describe('validateLogoutToken', () => {
  it('answers the claims of a good logout token, which names a user, a session or both', async () => {
    const { signLogout, validate } = await setUp()
    expect(await validate(await signLogout())).toMatchObject({ sub: 'test-user', sid: 'session-1', events })
    expect(await validate(await signLogout({ sub: undefined }))).toMatchObject({ sid: 'session-1' })
    expect(await validate(await signLogout({ sid: undefined }, { typ: 'JWT' }))).toMatchObject({ sub: 'test-user' })
    expect(Object.isFrozen(await validate(await signLogout({}, { typ: undefined })))).toBe(true)
  })

  it.each([
    ['iss', { iss: 'https://other.test' }],
    ['aud', { aud: 'other' }],
    ['iat', { iat: undefined }],
    ['iat', { iat: 99_999_999_999 }],
    ['exp', { exp: undefined }],
    ['jti', { jti: undefined }],
    ['jti', { jti: 1 }],
    ['jti', { jti: '' }],
    ['events', { events: undefined }],
    ['events', { events: {} }],
    ['events', { events: Object.keys(events) }],
    ['events', { events: { 'http://schemas.openid.net/event/backchannel-logout': true } }],
    ['events', { events: { 'http://schemas.openid.net/event/backchannel-logout': [] } }],
    ['events', { events: { 'http://schemas.openid.net/event/other': {} } }],
    ['nonce', { nonce: 'n' }],
    ['nonce', { nonce: null }],
    ['sub', { sub: undefined, sid: undefined }],
    ['sub', { sub: 7 }],
    ['sub', { sid: 7 }],
    ['sub', { sid: '' }],
  ])('Back-Channel Logout 2.4, 2.6: refuses by %s the claims %j', async (check, claims) => {
    const { signLogout, validate } = await setUp()
    await expect(validate(await signLogout(claims))).rejects.toThrow(refusal(check))
  })

  it('refuses an expired one as expired', async () => {
    const { signLogout, validate } = await setUp()
    await expect(validate(await signLogout({ exp: 1 }))).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1001' }))
  })

  it('CVE-2019-10157: refuses an unsigned one, a forged one, and one that is another kind of token', async () => {
    const { signLogout, validate } = await setUp()
    const stranger = await setUp()
    await expect(validate(await signLogout({}, { alg: 'none' }))).rejects.toThrow(refusal('alg'))
    await expect(validate((await signLogout()).replace(/[^.]*$/, ''))).rejects.toThrow(refusal('signature'))
    await expect(validate(await stranger.signLogout())).rejects.toThrow(refusal('signature'))
    await expect(validate(await signLogout({}, { typ: 'at+jwt' }))).rejects.toThrow(refusal('typ'))
  })

  it('takes each token once with a replay store, until it expires; the id tells nothing of the token', async () => {
    const { issuer, signLogout, validate } = await setUp()
    const seen = new Set<string>()
    const claim = vi.fn(async (id: string) => !seen.has(id) && Boolean(seen.add(id)))
    const token = await signLogout({ jti: 'the-jti', exp: Math.floor(issuer.now() / 1000) + 60 })
    await validate(token, { replayStore: { claim }, clockToleranceSeconds: 10 })
    await expect(validate(token, { replayStore: { claim } })).rejects.toThrow(refusal('jti'))
    await validate(await signLogout({ jti: 'another' }), { replayStore: { claim } })
    const [id, ttlSeconds] = claim.mock.calls[0] as unknown as [string, number]
    expect(id).toMatch(/^[\w-]{43}$/)
    expect(ttlSeconds).toBeGreaterThan(68)
    expect(ttlSeconds).toBeLessThanOrEqual(70)
  })

  it.each([['OK'], [1], ['0'], [{}], [null], [undefined]])('takes the token for used when the replay store answers %j', async (answer) => {
    const { signLogout, validate } = await setUp()
    const replayStore = { claim: async () => answer as never }
    await expect(validate(await signLogout(), { replayStore })).rejects.toThrow(refusal('jti'))
  })

  it("one issuer's jti does not use up another's", async () => {
    const ids: string[] = []
    const replayStore = { claim: async (id: string) => ids.push(id) > 0 }
    for (const name of ['https://a.test', 'https://b.test']) {
      const issuer = await createTestIssuer({ issuer: name, audience: 'me' })
      const token = await issuer.sign({ client_id: undefined, events, sid: 's', jti: 'the same' }, { typ: 'logout+jwt' })
      await validateLogoutToken(token, { issuer: name, clientId: 'me', jwks: issuer.jwks, now: issuer.now, replayStore })
    }
    expect(new Set(ids).size).toBe(2)
  })

  it('asks the replay store only about good tokens, and lets its outage pass through', async () => {
    const { signLogout, validate } = await setUp()
    const claim = vi.fn(async () => Promise.reject(new Error('redis is down')))
    await expect(validate(await signLogout({ nonce: 'n' }), { replayStore: { claim } })).rejects.toThrow(refusal('nonce'))
    expect(claim).not.toHaveBeenCalled()
    await expect(validate(await signLogout(), { replayStore: { claim } })).rejects.toThrow('redis is down')
  })

  it.each([
    [{ jwks: undefined }, 'jwks'],
    [{ algorithms: ['HS256'] }, 'algorithms'],
    [{ replayStore: {} }, 'replayStore.claim'],
    [{ replayStore: null }, 'replayStore'],
    [{ clientId: '' }, 'clientId'],
  ])('refuses the options %j', async (more, option) => {
    const { signLogout, validate } = await setUp()
    await expect(validate(await signLogout(), more as never)).rejects.toThrow(wrong(option))
  })

  it('keeps to the algorithms that are allowed', async () => {
    const { signLogout, validate } = await setUp()
    await expect(validate(await signLogout(), { algorithms: ['RS256'] })).rejects.toThrow(refusal('alg'))
  })
})
