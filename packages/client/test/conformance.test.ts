import { TokenInvalidError, TokenRefreshError } from '@auth/core-errors'
import { validateLogoutToken } from '@auth/tokens'
import { beforeEach, describe, expect, it } from 'vitest'
import { AuthPlatformClient, type AuthPlatformConfig, checkLogoutCallback, tlsClientAuth, type TokenResponse } from '../src/index.ts'
import { createSigningPair, hash, HostileProvider } from './hostile-provider.ts'

let provider: HostileProvider

beforeEach(async () => {
  provider = await HostileProvider.create()
})

/** Goes to the provider and comes back with a code, and exchanges it. */
async function signIn(more: Partial<AuthPlatformConfig> = {}): Promise<TokenResponse> {
  await using client = new AuthPlatformClient(provider.config(more))
  return await signInWith(client)
}

async function signInWith(client: AuthPlatformClient): Promise<TokenResponse> {
  const { nonce, pkce } = await client.authorization.buildAuthorizationUrl()
  provider.nonce = nonce
  return client.exchangeCode({ code: 'code', codeVerifier: pkce?.codeVerifier, nonce })
}

function answerIdToken(make: () => string | Promise<string>): void {
  provider.on('/token', async () => provider.tokens({ id_token: await make() }))
}

async function expectRefused(check: string, more: Partial<AuthPlatformConfig> = {}): Promise<void> {
  await expect(signIn(more)).rejects.toMatchObject({ details: { check } })
}

describe('ID tokens: relying-party cases of the OpenID Foundation’s suite', () => {
  it('a good one is taken', async () => {
    expect((await signIn()).idTokenClaims).toMatchObject({ sub: 'ada' })
  })

  it.each([
    ['invalid iss', { iss: 'https://other.example' }, 'iss'],
    ['missing iss', { iss: undefined }, 'iss'],
    ['invalid aud', { aud: 'other' }, 'aud'],
    ['missing aud', { aud: undefined }, 'aud'],
    ['secondary aud that is not trusted', { aud: ['web', 'other'], azp: 'web' }, 'aud'],
    ['several aud without azp', { aud: ['web', 'web'] }, 'azp'],
    ['missing iat', { iat: undefined }, 'iat'],
    ['missing sub', { sub: undefined }, 'sub'],
    ['missing exp', { exp: undefined }, 'exp'],
    ['invalid nonce', { nonce: 'another' }, 'nonce'],
    ['missing nonce', { nonce: undefined }, 'nonce'],
    ['invalid at_hash', { at_hash: hash('another') }, 'at_hash'],
  ])('%s', async (_, claims, check) => {
    answerIdToken(() => provider.sign(claims))
    await expectRefused(check)
  })

  it('expired', async () => {
    answerIdToken(() => provider.sign({ exp: 1 }))
    await expect(signIn()).rejects.toMatchObject({ name: 'TokenExpiredError' })
  })

  it('missing at_hash is allowed where the code came alone', async () => {
    answerIdToken(() => provider.sign({ at_hash: undefined }))
    expect((await signIn()).idTokenClaims?.sub).toBe('ada')
  })

  it('no ID token at all, where one was asked for', async () => {
    provider.on('/token', () => provider.tokens({ id_token: undefined }))
    await expectRefused('id_token')
  })

  it.each(['RS256', 'ES256', 'PS256'])('invalid signature (%s)', async (alg) => {
    provider = await HostileProvider.create(alg)
    const forger = await createSigningPair(alg)
    answerIdToken(() => provider.sign({}, {}, forger))
    await expectRefused('signature')
  })

  it('invalid signature (HS256)', async () => {
    answerIdToken(() => provider.signBySecret({}, 'another secret that is long enough, too'))
    await expectRefused('signature', { idTokenSigningAlg: 'HS256' })
  })

  it('a good HS256 signature, and only where HS256 is written out', async () => {
    answerIdToken(() => provider.signBySecret())
    expect((await signIn({ idTokenSigningAlg: 'HS256' })).idTokenClaims?.sub).toBe('ada')
    await expectRefused('alg')
  })

  it('alg none', async () => {
    answerIdToken(() => provider.unsigned())
    await expectRefused('alg')
  })

  it('an alternate alg than the registered one', async () => {
    await expectRefused('alg', { idTokenSigningAlg: 'PS256' })
  })

  it('kid absent with one key', async () => {
    answerIdToken(() => provider.sign({}, { kid: undefined }))
    expect((await signIn()).idTokenClaims?.sub).toBe('ada')
  })

  it('kid absent with several keys that fit', async () => {
    provider.keys = [...provider.keys, await createSigningPair('ES256', 'second')]
    answerIdToken(() => provider.sign({}, { kid: undefined }))
    await expectRefused('kid')
  })

  it('a signing key that was rotated just before signing is fetched', async () => {
    const next = await createSigningPair('ES256', 'next')
    await using client = new AuthPlatformClient(provider.config({ monotonicNow: () => moved }))
    let moved = 0
    await signInWith(client)
    provider.keys = [...provider.keys, next]
    moved += 60_000
    answerIdToken(() => provider.sign({}, {}, next))
    expect((await signInWith(client)).idTokenClaims?.sub).toBe('ada')
    expect(provider.count('/jwks')).toBe(2)
  })

  it('aggregated and distributed claims are tolerated', async () => {
    const claims = { _claim_names: { address: 's' }, _claim_sources: { s: { endpoint: 'https://claims.example', access_token: 'x' } } }
    answerIdToken(() => provider.sign(claims))
    expect((await signIn()).idTokenClaims).toMatchObject(claims)
    provider.on('/userinfo', () => ({ sub: 'ada', ...claims }))
    await using client = new AuthPlatformClient(provider.config())
    expect(await client.userInfo('at', { subject: 'ada' })).toMatchObject(claims)
  })
})

describe('userinfo', () => {
  it('with a wrong sub', async () => {
    provider.on('/userinfo', () => ({ sub: 'somebody else' }))
    await using client = new AuthPlatformClient(provider.config())
    await expect(client.userInfo('at', { subject: 'ada' })).rejects.toMatchObject({ details: { check: 'sub' } })
  })

  it('without a sub', async () => {
    provider.on('/userinfo', () => ({ name: 'Ada' }))
    await using client = new AuthPlatformClient(provider.config())
    await expect(client.userInfo('at', { subject: null })).rejects.toMatchObject({ details: { check: 'sub' } })
  })

  const jwt = (body: string): Response => new Response(body, { headers: { 'content-type': 'application/jwt' } })

  it('signed', async () => {
    provider.on('/userinfo', async () => jwt(await provider.sign({ exp: undefined })))
    await using client = new AuthPlatformClient(provider.config())
    expect(await client.userInfo('at', { subject: 'ada' })).toMatchObject({ sub: 'ada', iss: provider.issuer })
  })

  it.each([
    ['by nobody', () => provider.unsigned(), 'alg'],
    ['by the client secret', () => provider.signBySecret(), 'alg'],
    ['by another key', async () => provider.sign({}, {}, await createSigningPair('ES256')), 'signature'],
    ['for another client', () => provider.sign({ aud: 'other' }), 'aud'],
    ['by another issuer', () => provider.sign({ iss: 'https://other.example' }), 'iss'],
  ])('signed %s', async (_, make, check) => {
    provider.on('/userinfo', async () => jwt(await make()))
    await using client = new AuthPlatformClient(provider.config())
    await expect(client.userInfo('at', { subject: 'ada' })).rejects.toMatchObject({ constructor: TokenInvalidError, details: { check } })
  })
})

describe('discovery', () => {
  it('issuer mismatch: nothing else is asked', async () => {
    provider.metadata = { issuer: 'https://other.example' }
    await expect(signIn()).rejects.toMatchObject({ name: 'ProtocolError' })
    expect(provider.seen).toHaveLength(1)
  })

  it('mTLS endpoint aliases are used with a client certificate, and only then', async () => {
    provider.metadata = { mtls_endpoint_aliases: { token_endpoint: `${provider.issuer}/mtls/token` } }
    provider.on('/mtls/token', () => provider.tokens())
    await using client = new AuthPlatformClient(provider.config({ clientSecret: undefined, clientAuthentication: tlsClientAuth() }))
    await client.clientCredentials()
    expect(provider.count('/mtls/token')).toBe(1)
    expect(provider.seen.at(-1)?.form.get('client_id')).toBe('web')
    await signIn()
    expect(provider.count('/token')).toBe(1)
  })

  it('client_secret_basic is what goes over the wire', async () => {
    await signIn()
    const { headers, form } = provider.seen.find(({ url }) => url.pathname === '/token')!
    expect(headers.get('authorization')).toMatch(/^Basic /)
    expect([...form.keys()]).toEqual(['grant_type', 'code', 'redirect_uri', 'code_verifier'])
  })
})

describe('refresh', () => {
  it.each([
    ['invalid issuer', { iss: 'https://other.example' }, 'iss'],
    ['invalid sub', { sub: 'somebody else' }, 'sub'],
    ['invalid aud', { aud: 'other' }, 'aud'],
    ['another sign-in', { auth_time: 7 }, 'auth_time'],
  ])('%s', async (_, claims, check) => {
    answerIdToken(() => provider.sign({ auth_time: 5 }))
    await using client = new AuthPlatformClient(provider.config())
    const { idTokenClaims: previous } = await signInWith(client)
    answerIdToken(() => provider.sign({ nonce: undefined, ...claims }))
    await expect(client.refreshToken('rt', { previous })).rejects.toMatchObject({
      constructor: TokenRefreshError,
      transient: false,
      details: { check },
    })
  })
})

describe('back-channel logout, with the validator that sessions use', () => {
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const good = { nonce: undefined, events, jti: 'j', sid: 's' }
  const validate = async (token: string): Promise<unknown> =>
    validateLogoutToken(token, { issuer: provider.issuer, clientId: 'web', jwks: { keys: provider.keys.map(({ jwk }) => jwk as never) } })

  it('a good one is taken', async () => {
    expect(await validate(await provider.sign(good))).toMatchObject({ sid: 's' })
  })

  it.each([
    ['alg none', () => provider.unsigned(good)],
    ['wrong alg', () => provider.signBySecret(good)],
    ['wrong iss', () => provider.sign({ ...good, iss: 'https://other.example' })],
    ['wrong aud', () => provider.sign({ ...good, aud: 'other' })],
    ['no event', () => provider.sign({ ...good, events: undefined })],
    ['wrong event', () => provider.sign({ ...good, events: { 'http://example.com/other': {} } })],
    ['with nonce', () => provider.sign({ ...good, nonce: 'n' })],
  ])('%s', async (_, make) => {
    await expect(validate(await make())).rejects.toThrow(TokenInvalidError)
  })
})

describe('RP-initiated logout', () => {
  it.each([
    ['other state', '/signed-out?state=other', 'state_mismatch'],
    ['no state', '/signed-out', 'missing_state'],
    ['two states', '/signed-out?state=mine&state=mine', 'state_mismatch'],
  ])('%s', (_, url, reason) => {
    expect(() => checkLogoutCallback(url, { expectedState: 'mine' })).toThrow(expect.objectContaining({ reason }))
  })

  it('the state that was sent passes', () => {
    expect(checkLogoutCallback('https://app.example/signed-out?state=mine', { expectedState: 'mine' })).toBeUndefined()
  })
})
