import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateIdToken } from '../id-token/validate-id-token.ts'
import { createTestIssuer, type TestIssuer, type TestMembers } from '../testing/index.ts'
import { createAttackTokens } from '../testing/attack-tokens.ts'
import { createTestKey } from '../testing/test-key.ts'
import { type IdTokenExpectation, verifyIdToken } from './verify-id-token.ts'

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: { check } })

/** An issuer, and both ways to judge its ID tokens. */
async function setUp(algorithm = 'ES256') {
  const issuer = await createTestIssuer({ algorithm, audience: 'me' })
  const signId = (claims: TestMembers = {}, header: TestMembers = {}): Promise<string> =>
    issuer.sign({ client_id: undefined, jti: undefined, ...claims }, { typ: 'JWT', ...header })
  const verify = (token: string, more: Partial<IdTokenExpectation> = {}): ReturnType<typeof verifyIdToken> => {
    const { issuer: name, now } = issuer
    const findKeys = async (): Promise<unknown> => issuer.jwks
    return verifyIdToken(token, { issuer: name, clientId: 'me', findKeys, now, nonce: null, ...more })
  }
  return { issuer, signId, verify }
}

/** Whether `validateIdToken` takes the token. */
async function isTakenByTheOther({ issuer, jwks, now }: TestIssuer, token: string, more: object): Promise<boolean> {
  const options = { issuer, clientId: 'me', jwks, now, ...more }
  return validateIdToken(token, options).then(
    () => true,
    () => false,
  )
}

describe('verifyIdToken', () => {
  it('answers the claims of a good ID token, deeply frozen', async () => {
    const { signId, verify } = await setUp()
    const claims = await verify(await signId({ nonce: 'n', address: { country: 'NL' } }), { nonce: 'n' })
    expect(claims).toMatchObject({ iss: 'https://issuer.test', aud: 'me', sub: 'test-user', nonce: 'n' })
    expect(Object.isFrozen(claims['address'])).toBe(true)
  })

  it.each([
    ['iss', { iss: 'https://other.test' }],
    ['iss', { iss: undefined }],
    ['iss', { iss: ['https://issuer.test'] }],
    ['aud', { aud: 'other' }],
    ['aud', { aud: undefined }],
    ['aud', { aud: [] }],
    ['aud', { aud: [['me']] }],
    ['aud', { aud: ['me', 'other'], azp: 'me' }],
    ['azp', { azp: 'other' }],
    ['azp', { aud: ['me', 'me'] }],
    ['azp', { azp: null }],
    ['exp', { exp: undefined }],
    ['exp', { exp: '9999999999' }],
    ['iat', { iat: undefined, nbf: 1 }],
    ['iat', { iat: 99_999_999_999, nbf: 1 }],
    ['nbf', { nbf: 99_999_999_999 }],
    ['nbf', { nbf: 'now' }],
    ['sub', { sub: undefined }],
    ['sub', { sub: '' }],
    ['sub', { sub: 7 }],
    ['nonce', { nonce: 1 }],
    ['acr', { acr: 1 }],
    ['auth_time', { auth_time: 'now' }],
    ['auth_time', { auth_time: null }],
    ['kind', { events: {} }],
    ['kind', { typ: 'Bearer' }],
    ['kind', { token_use: 'access' }],
    ['kind', { typ: ['ID'] }],
  ])('OpenID Connect Core 3.1.3.7: refuses by %s the claims %j', async (check, claims) => {
    const { issuer, signId, verify } = await setUp()
    const token = await signId(claims)
    await expect(verify(token)).rejects.toThrow(refusal(check))
    expect(await isTakenByTheOther(issuer, token, { nonce: null })).toBe(false)
  })

  it.each<[string, unknown[]]>([
    ['issuer', [undefined, null, '', 7, ['https://issuer.test']]],
    ['clientId', [undefined, null, '', 7, ['me']]],
    ['findKeys', [undefined, null, {}]],
    ['nonce', [undefined, '', 7, true, ['n']]],
    ['maxAgeSeconds', [NaN, Infinity, -1, '60', null, {}]],
    ['acrValues', ['strong', null, [undefined], [''], { includes: () => true }]],
    ['accessToken', ['', null, 7]],
    ['previous', [null, 'alice', 7]],
    ['now', [null, 7]],
  ])('never takes a requirement for none: refuses %s that is of the wrong kind', async (option, values) => {
    const { signId, verify } = await setUp()
    // What these requirements are about is not in the token: without a check of them, it would pass for good.
    const token = await signId({ nonce: undefined, acr: 'str' })
    await verify(token)
    for (const value of values) {
      const refused = verify(token, { [option]: value })
      await expect(refused, `${option}: ${String(value)}`).rejects.toThrow(
        expect.objectContaining({ code: 'VAL_2002', details: { option } }),
      )
    }
  })

  it('refuses to judge without any requirements', async () => {
    const { signId } = await setUp()
    await expect(verifyIdToken(await signId(), undefined as never)).rejects.toThrow(expect.objectContaining({ code: 'VAL_2002' }))
  })

  it('tells an expired token as expired, ten seconds after its end', async () => {
    const { issuer, signId, verify } = await setUp()
    const now = issuer.now() / 1000
    await verify(await signId({ exp: now - 9 }))
    await expect(verify(await signId({ exp: now - 10 }))).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1001' }))
  })

  it.each([{ typ: 'at+jwt' }, { typ: 'logout+jwt' }, { typ: 7 }, { typ: ['JWT'] }])(
    'RFC 8725 §3.11: refuses a token whose header has %j',
    async (header) => {
      const { signId, verify } = await setUp()
      await expect(verify(await signId({}, header as TestMembers))).rejects.toThrow(refusal('typ'))
      await verify(await signId({}, { typ: undefined }))
      await verify(await signId({}, { typ: 'application/JWT' }))
    },
  )

  it('RFC 7515 §4.1.11: refuses a token that demands an extension', async () => {
    const { signId, verify } = await setUp()
    await expect(verify(await signId({}, { crit: ['b64'], b64: false }))).rejects.toThrow(refusal('crit'))
  })

  it('compares the nonce with the request’s, and leaves it with null', async () => {
    const { signId, verify } = await setUp()
    await expect(verify(await signId({ nonce: 'a' }), { nonce: 'b' })).rejects.toThrow(refusal('nonce'))
    await expect(verify(await signId(), { nonce: 'b' })).rejects.toThrow(refusal('nonce'))
    await verify(await signId({ nonce: 'a' }), { nonce: null })
  })

  it('wants the context and the time of the sign-in that were asked for', async () => {
    const { issuer, signId, verify } = await setUp()
    const now = issuer.now() / 1000
    await expect(verify(await signId({ acr: 'one' }), { acrValues: ['two'] })).rejects.toThrow(refusal('acr'))
    await expect(verify(await signId(), { acrValues: ['two'] })).rejects.toThrow(refusal('acr'))
    await verify(await signId({ acr: 'two' }), { acrValues: ['one', 'two'] })
    await expect(verify(await signId(), { maxAgeSeconds: 60 })).rejects.toThrow(refusal('auth_time'))
    await expect(verify(await signId({ auth_time: now - 71 }), { maxAgeSeconds: 60 })).rejects.toThrow(refusal('auth_time'))
    await verify(await signId({ auth_time: now - 69 }), { maxAgeSeconds: 60 })
  })

  it.each(['ES256', 'ES384', 'ES512', 'RS256', 'PS384', 'EdDSA'])(
    '%s: wants at_hash, where it is, to be the access token’s hash',
    async (algorithm) => {
      const { signId, verify } = await setUp(algorithm)
      const bits = algorithm === 'EdDSA' ? 512 : Number(algorithm.slice(2))
      const hash = createHash(`sha${bits}`)
        .update('access')
        .digest()
        .subarray(0, bits / 16)
      await verify(await signId({ at_hash: hash.toString('base64url') }), { accessToken: 'access' })
      await verify(await signId(), { accessToken: 'access' })
      await expect(verify(await signId({ at_hash: hash.toString('base64url') }), { accessToken: 'other' })).rejects.toThrow(
        refusal('at_hash'),
      )
      await expect(verify(await signId({ at_hash: null }), { accessToken: 'access' })).rejects.toThrow(refusal('at_hash'))
    },
  )

  it.each([
    ['sub', { sub: 'other' }],
    ['auth_time', { auth_time: 2 }],
    ['nonce', { nonce: 'other' }],
    ['azp', { azp: 'me' }],
  ])('OpenID Connect Core 12.2: refuses by %s a refreshed token that says %j', async (check, claims) => {
    const { signId, verify } = await setUp()
    const previous = await verify(await signId({ auth_time: 1, nonce: 'n' }))
    await expect(verify(await signId(claims), { previous })).rejects.toThrow(refusal(check))
    await verify(await signId(), { previous })
  })

  it('takes exactly the claims that validateIdToken takes', async () => {
    const { issuer, signId, verify } = await setUp()
    const now = issuer.now() / 1000
    const odd = fc.constantFrom<unknown>(undefined, null, '', 'me', 'other', 7, -1, [], ['me'], {}, true)
    const date = fc.oneof(
      odd,
      fc.integer({ min: -30, max: 30 }).map((seconds) => now + seconds),
    )
    const mutated = fc.record(
      {
        aud: odd,
        azp: odd,
        sub: odd,
        nonce: odd,
        acr: odd,
        typ: odd,
        token_use: odd,
        events: odd,
        exp: date,
        iat: date,
        nbf: date,
        auth_time: date,
      },
      { requiredKeys: [] },
    )
    const asked = fc.record({
      nonce: fc.constantFrom('me', null),
      maxAgeSeconds: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
      acrValues: fc.constantFrom(undefined, ['me']),
    })
    await fc.assert(
      fc.asyncProperty(mutated, asked, async (claims, expected) => {
        const token = await signId({ nonce: expected.nonce ?? undefined, ...claims })
        const isTaken = await verify(token, expected).then(
          () => true,
          () => false,
        )
        expect(isTaken).toBe(await isTakenByTheOther(issuer, token, expected))
      }),
      { numRuns: 500 },
    )
  })

  it('refuses every attack token of the test kit that validateIdToken refuses', async () => {
    const { issuer } = await setUp()
    const key = await createTestKey('ES256', 'k')
    const jwks = { keys: [key.jwk] }
    const seconds = issuer.now() / 1000
    const claims = { iss: issuer.issuer, aud: 'me', sub: 'alice', iat: seconds, exp: seconds + 300 }
    const attacks = await createAttackTokens({ key, header: { alg: 'ES256', typ: 'JWT', kid: 'k' }, claims })
    const taken: string[] = []
    // RFC 7519 §4 lets a parser take the last of two members with one name, and browsers' does; depth costs them nothing.
    for (const { name, token } of attacks.filter((attack) => !/^(duplicate|deep nesting)/.test(attack.name))) {
      const expected = { issuer: issuer.issuer, clientId: 'me', now: issuer.now, nonce: null }
      const isTaken = await verifyIdToken(token, { ...expected, findKeys: async () => jwks }).then(
        () => true,
        (error: unknown) => {
          expect(error, name).toMatchObject({ code: expect.stringMatching(/^AUTH_100[12]$/) })
          return false
        },
      )
      expect(isTaken, name).toBe(await isTakenByTheOther({ ...issuer, jwks }, token, { nonce: null }))
      if (isTaken) taken.push(name)
    }
    expect(attacks.length).toBeGreaterThan(40)
    // What makes an ID token of an access token is no attack here.
    expect(taken.filter((name) => !name.startsWith('ID token by '))).toEqual([])
  })
})
