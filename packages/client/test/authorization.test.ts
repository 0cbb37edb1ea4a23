import { CallbackError, InvalidConfigError, PKCEError, ProtocolError } from '@auth/core-errors'
import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import fc from 'fast-check'
import { decodeJwt, generateKeyPair } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  AuthorizationBuilder,
  AuthPlatformClient,
  type AuthPlatformConfig,
  type CallbackExpectation,
  none,
  privateKeyJwt,
} from '../src/index.ts'
import { createSigningPair, HostileProvider } from './hostile-provider.ts'

let provider: HostileProvider

beforeEach(async () => {
  provider = await HostileProvider.create()
})

function builder(more: Partial<AuthPlatformConfig> = {}): AuthorizationBuilder {
  return new AuthorizationBuilder(provider.config(more))
}

describe('an authorization request', () => {
  it('carries what was asked for, and PKCE, state and nonce of its own', async () => {
    const request = await builder({ audience: 'https://api.example' }).buildAuthorizationUrl({
      scopes: ['openid', 'orders'],
      prompt: ['login', 'consent'],
      maxAgeSeconds: 60,
      acrValues: ['strong', 'weak'],
      claims: { id_token: { acr: { essential: true } } },
      authorizationDetails: [{ type: 'payment' }],
      responseMode: 'form_post',
      loginHint: 'ada',
      uiLocales: ['de', 'en'],
      extra: { organization: '7' },
    })
    const { origin, pathname, searchParams } = new URL(request.url)
    expect(origin + pathname).toBe('https://as.example/authorize')
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: 'web',
      response_type: 'code',
      redirect_uri: 'https://app.example/callback',
      scope: 'openid orders',
      state: request.state,
      nonce: request.nonce,
      code_challenge: request.pkce?.codeChallenge,
      code_challenge_method: 'S256',
      prompt: 'login consent',
      max_age: '60',
      acr_values: 'strong weak',
      claims: '{"id_token":{"acr":{"essential":true}}}',
      authorization_details: '[{"type":"payment"}]',
      response_mode: 'form_post',
      login_hint: 'ada',
      ui_locales: 'de en',
      organization: '7',
      resource: 'https://api.example',
    })
    expect(request).toMatchObject({ issuer: provider.issuer, redirectUri: 'https://app.example/callback', maxAgeSeconds: 60 })
  })

  it('two requests share nothing: challenge, state and nonce are per transaction (RFC 9700 2.1.1)', async () => {
    const [one, two] = await Promise.all([builder().buildAuthorizationUrl(), builder().buildAuthorizationUrl()])
    for (const member of ['state', 'nonce'] as const) expect(one[member]).not.toBe(two[member])
    expect(one.pkce?.codeVerifier).not.toBe(two.pkce?.codeVerifier)
  })

  it('state stays whatever the metadata say of PKCE (OAuth 2.1)', async () => {
    provider.metadata = { code_challenge_methods_supported: undefined }
    expect(new URL((await builder().buildAuthorizationUrl({ usePkce: false })).url).searchParams.get('state')).toHaveLength(43)
  })

  it('nonce has at most 64 characters (FAPI 2)', async () => {
    expect((await builder().buildAuthorizationUrl()).nonce?.length).toBeLessThanOrEqual(64)
  })

  it('without openid there is no nonce', async () => {
    const { nonce, url } = await builder({ scopes: ['orders'] }).buildAuthorizationUrl()
    expect(nonce).toBeUndefined()
    expect(new URL(url).searchParams.has('nonce')).toBe(false)
  })

  it('keeps the query of the endpoint, and names several resources', async () => {
    provider.metadata = { authorization_endpoint: 'https://as.example/authorize?tenant=7' }
    const { url } = await builder().buildAuthorizationUrl({ resource: ['https://a.example', 'https://b.example'] })
    expect(new URL(url).searchParams.get('tenant')).toBe('7')
    expect(new URL(url).searchParams.getAll('resource')).toEqual(['https://a.example', 'https://b.example'])
  })

  it.each(['redirect_uri', 'client_id', 'state', 'scope', 'response_type', 'code_challenge', 'request_uri', 'prompt', 'dpop_jkt'])(
    'CVE-2025-67716: a reserved parameter cannot be overridden: %s',
    async (name) => {
      await expect(builder().buildAuthorizationUrl({ extra: { [name]: 'x' } })).rejects.toMatchObject({
        constructor: InvalidConfigError,
        details: { option: `extra.${name}` },
      })
    },
  )

  it.each([
    [{ scopes: 'openid' }, 'scopes'],
    [{ prompt: 'none login' }, 'prompt'],
    [{ maxAgeSeconds: -1 }, 'maxAgeSeconds'],
    [{ acrValues: [] }, 'acrValues'],
    [{ claims: 'x' }, 'claims'],
    [{ resource: 'api' }, 'resource'],
    [{ authorizationDetails: {} }, 'authorizationDetails'],
    [{ responseMode: 'fragment' }, 'responseMode'],
    [{ usePkce: 'yes' }, 'usePkce'],
    [{ redirectUri: '' }, 'redirectUri'],
    [{ dpopJkt: 'another' }, 'dpopJkt'],
  ])('refuses %j and names it', async (parameters, option) => {
    await expect(builder().buildAuthorizationUrl(parameters as never)).rejects.toMatchObject({ details: { option } })
  })

  it('RFC 9700 2.1.2, 2.4: neither the implicit grant nor the password grant exists, and no plain PKCE', async () => {
    const names = Object.getOwnPropertyNames(AuthPlatformClient.prototype).join(' ')
    expect(names).not.toMatch(/implicit|password/i)
    const { url } = await builder().buildAuthorizationUrl()
    expect(new URL(url).searchParams.get('response_type')).toBe('code')
    expect(new URL(url).searchParams.get('code_challenge_method')).toBe('S256')
  })

  it('a public client cannot go without PKCE (RFC 9700 2.1.1), neither here nor at the token endpoint', async () => {
    const config = provider.config({ clientSecret: undefined, clientAuthentication: none() })
    await expect(new AuthorizationBuilder(config).buildAuthorizationUrl({ usePkce: false })).rejects.toThrow(InvalidConfigError)
    await using client = new AuthPlatformClient(config)
    await expect(client.exchangeCode({ code: 'c' })).rejects.toMatchObject({ constructor: PKCEError, code: 'PKCE_7001' })
  })

  it('RFC 9449 §10: dpop_jkt is the key of the proof that goes with a pushed request, and no other', async () => {
    const keyPair = await DPoPKeyPair.generate()
    provider.on('/par', () => Response.json({ request_uri: 'urn:r', expires_in: 60 }, { status: 201 }))
    const own = builder({ dpop: { enabled: true, keyPair } })
    await own.buildAuthorizationUrl({ usePushedRequest: true, dpopJkt: keyPair.thumbprint })
    const { form, headers } = provider.seen.at(-1)!
    expect(form.get('dpop_jkt')).toBe(keyPair.thumbprint)
    expect(decodeJwt(headers.get('dpop')!)).toMatchObject({ htm: 'POST', htu: 'https://as.example/par' })
    await expect(own.buildAuthorizationUrl({ dpopJkt: 'another' })).rejects.toThrow(InvalidConfigError)
  })

  it('RFC 9126: a provider that wants requests pushed gets them pushed, and one that refuses is told as such', async () => {
    provider.metadata = { require_pushed_authorization_requests: true }
    provider.on('/par', () => Response.json({ request_uri: 'urn:r', expires_in: 60 }, { status: 201 }))
    const { url } = await builder().buildAuthorizationUrl()
    expect(url).toBe('https://as.example/authorize?client_id=web&request_uri=urn%3Ar')
    provider.on('/par', () => Response.json({}, { status: 201 }))
    await expect(builder().buildAuthorizationUrl()).rejects.toThrow(ProtocolError)
    provider.on('/par', () => Response.json({ error: 'invalid_request' }, { status: 400 }))
    await expect(builder().buildAuthorizationUrl()).rejects.toMatchObject({ details: { oauthError: 'invalid_request' } })
  })

  it('RFC 9101: a request object says who made it for whom, and JSON parameters are objects in it', async () => {
    const { privateKey: key } = await generateKeyPair('ES256')
    const request = await builder({ requestSigning: { key, algorithm: 'ES256' } }).buildAuthorizationUrl({
      claims: { a: 1 },
      maxAgeSeconds: 5,
    })
    const claims = decodeJwt(new URL(request.url).searchParams.get('request')!)
    expect(claims).toMatchObject({ iss: 'web', aud: provider.issuer, client_id: 'web', claims: { a: 1 }, max_age: 5, state: request.state })
    expect(claims.exp! - claims.iat!).toBe(60)
  })
})

describe('a callback', () => {
  const expected: CallbackExpectation = { expectedState: 's' }
  const parse = (
    url: string | URL | URLSearchParams,
    more: Partial<CallbackExpectation> = {},
  ): ReturnType<AuthorizationBuilder['parseCallbackUrl']> => builder().parseCallbackUrl(url, { ...expected, ...more })

  it.each([
    ['a whole URL', 'https://app.example/callback?code=c&state=s'],
    ['a path', '/callback?code=c&state=s&unknown=1&unknown=2'],
    ['a URL object', new URL('https://app.example/callback?code=c&state=s')],
    ['a posted form', new URLSearchParams({ code: 'c', state: 's' })],
  ])('gives the code of %s; unknown parameters are ignored', async (_, url) => {
    expect(await parse(url)).toEqual({ code: 'c', issuer: provider.issuer })
  })

  it.each([
    ['state invalid', '/?code=c&state=other', 'state_mismatch'],
    ['state missing', '/?code=c', 'missing_state'],
    ['a duplicate parameter (RFC 6749 §3.1)', '/?code=a&code=b&state=s', 'duplicate_parameter'],
    ['two states of which one is right', '/?code=a&state=s&state=x', 'duplicate_parameter'],
    ['iss invalid (RFC 9207)', '/?code=c&state=s&iss=https://other.example', 'issuer_mismatch'],
    ['iss with a slash more', '/?code=c&state=s&iss=https://as.example/', 'issuer_mismatch'],
    ['no code', '/?state=s', 'missing_code'],
    ['an empty code', '/?state=s&code=', 'missing_code'],
    ['a code in the fragment', '/#code=c&state=s', 'missing_state'],
    ['a code and an error', '/?code=c&error=access_denied&state=s', 'malformed'],
    ['a signed answer that was not asked for', '/?response=x.y.z', 'response_mode'],
    ['a forged error: state (RFC 6749 §4.1.2.1)', '/?error=access_denied', 'missing_state'],
    ['a forged error: other state', '/?error=access_denied&state=x', 'state_mismatch'],
    ['a forged error: issuer', '/?error=access_denied&state=s&iss=https://other.example', 'issuer_mismatch'],
    ['too long to be read', `/?code=${'c'.repeat(70_000)}&state=s`, 'malformed'],
  ])('is refused: %s', async (_, url, reason) => {
    await expect(parse(url)).rejects.toMatchObject({ constructor: CallbackError, code: 'VAL_2005', reason })
    expect(provider.count('/token')).toBe(0)
  })

  it('RFC 9207: iss advertised but removed is refused, also from an error', async () => {
    provider.metadata = { authorization_response_iss_parameter_supported: true }
    await expect(parse('/?code=c&state=s')).rejects.toMatchObject({ reason: 'missing_issuer' })
    await expect(parse('/?error=access_denied&state=s')).rejects.toMatchObject({ reason: 'missing_issuer' })
    expect(await parse('/?code=c&state=s&iss=https://as.example')).toMatchObject({ code: 'c' })
  })

  it('CVE-2026-73419: a transaction that was started at another provider is refused', async () => {
    await expect(parse('/?code=c&state=s', { expectedIssuer: 'https://other.example' })).rejects.toMatchObject({
      reason: 'issuer_mismatch',
    })
  })

  it.each([
    ['access_denied', 'AccessDeniedError'],
    ['login_required', 'LoginRequiredError'],
    ['consent_required', 'LoginRequiredError'],
    ['invalid_scope', 'InvalidScopeError'],
    ['server_error', 'ServerError'],
    ['temporarily_unavailable', 'ServiceUnavailableError'],
    ['invalid_request', 'ValidationError'],
    ['__proto__', 'ValidationError'],
  ])('form-post error: %s is a %s', async (error, name) => {
    const result = await parse(new URLSearchParams({ error, state: 's' }), { responseMode: 'form_post' })
    expect(result.error).toMatchObject({ name, details: { oauthError: error } })
  })

  it('CVE-2021-32702: the text of an error carries no markup and no control characters', async () => {
    const { error } = await parse(new URLSearchParams({ error: 'x<script>', error_description: '<img src=x>"&\r\n', state: 's' }))
    expect(JSON.stringify(error)).not.toMatch(/[<>&]|\\r|\\n|script>/)
  })

  it('nothing that is no URL, and no expectation at all, is a typed error', async () => {
    for (const bad of [undefined, null, 7, {}]) await expect(parse(bad as never)).rejects.toThrow(InvalidConfigError)
    await expect(builder().parseCallbackUrl('/?code=c', {} as never)).rejects.toThrow(InvalidConfigError)
    await expect(parse('http://[')).rejects.toMatchObject({ reason: 'malformed' })
  })

  it('property: whatever comes, a code only with the right state', async () => {
    const shared = builder()
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('code', 'state', 'iss', 'error', 'x'), fc.string())), async (pairs) => {
        const form = new URLSearchParams(pairs)
        const result = await shared.parseCallbackUrl(form, { expectedState: 'right' }).catch((error: unknown) => error)
        expect(result instanceof CallbackError || form.get('state') === 'right').toBe(true)
      }),
    )
  })
})

describe('a signed callback (JARM)', () => {
  async function parse(response: string | Promise<string>): ReturnType<AuthorizationBuilder['parseCallbackUrl']> {
    return builder().parseCallbackUrl(`/?response=${await response}`, { expectedState: 's', responseMode: 'query.jwt' })
  }
  const good = { code: 'c', state: 's', nonce: undefined }

  it('gives its code', async () => {
    expect(await parse(provider.sign(good))).toEqual({ code: 'c', issuer: provider.issuer })
  })

  it.each([
    ['signature none', () => provider.unsigned(good)],
    ['signature invalid', async () => provider.sign(good, {}, await createSigningPair('ES256'))],
    ['signed with the secret', () => provider.signBySecret(good)],
    ['exp expired', () => provider.sign({ ...good, exp: 1 })],
    ['exp missing', () => provider.sign({ ...good, exp: undefined })],
    ['iss invalid', () => provider.sign({ ...good, iss: 'https://other.example' })],
    ['iss missing', () => provider.sign({ ...good, iss: undefined })],
    ['aud invalid', () => provider.sign({ ...good, aud: 'other' })],
    ['aud missing', () => provider.sign({ ...good, aud: undefined })],
    ['not a JWT', () => 'x'],
  ])('%s', async (_, make) => {
    await expect(parse(make())).rejects.toMatchObject({ constructor: CallbackError, reason: 'response_invalid' })
  })

  it('another state in it', async () => {
    await expect(parse(provider.sign({ ...good, state: 'x' }))).rejects.toMatchObject({ reason: 'state_mismatch' })
  })

  it('an unsigned answer where a signed one was asked for', async () => {
    const answer = builder().parseCallbackUrl('/?code=c&state=s', { expectedState: 's', responseMode: 'jwt' })
    await expect(answer).rejects.toMatchObject({ reason: 'response_mode' })
  })

  it('keys that cannot be had are an outage, and not a bad answer', async () => {
    provider.on('/jwks', () => new Response(null, { status: 503 }))
    await expect(parse(provider.sign(good))).rejects.toMatchObject({ name: 'KeysUnavailableError' })
  })
})

describe('the profile fapi2', () => {
  async function fapi2(more: Partial<AuthPlatformConfig> = {}): Promise<AuthPlatformConfig> {
    const { privateKey } = await generateKeyPair('ES256')
    const clientAuthentication = privateKeyJwt(privateKey, { algorithm: 'ES256' })
    return provider.config({ clientSecret: undefined, clientAuthentication, dpop: { enabled: true }, profile: 'fapi2', ...more })
  }

  it('pushes every request, whatever the metadata say, and refuses an answer without iss', async () => {
    provider.on('/par', () => Response.json({ request_uri: 'urn:r', expires_in: 60 }, { status: 201 }))
    const { authorization } = new AuthPlatformClient(await fapi2())
    expect([...new URL((await authorization.buildAuthorizationUrl()).url).searchParams.keys()]).toEqual(['client_id', 'request_uri'])
    await expect(authorization.parseCallbackUrl('/?code=c&state=s', { expectedState: 's' })).rejects.toMatchObject({
      reason: 'missing_issuer',
    })
    await expect(authorization.buildAuthorizationUrl({ usePkce: false })).rejects.toThrow(InvalidConfigError)
  })

  it('refuses an ID token by an algorithm outside the profile', async () => {
    provider = await HostileProvider.create('RS256')
    provider.on('/token', () => provider.tokens({ token_type: 'DPoP' }))
    await using client = new AuthPlatformClient(await fapi2())
    await expect(client.exchangeCode({ code: 'c', codeVerifier: 'v'.repeat(43) })).rejects.toMatchObject({ details: { check: 'alg' } })
  })

  it('refuses a signed callback by an algorithm outside the profile', async () => {
    provider = await HostileProvider.create('RS256')
    const { authorization } = new AuthPlatformClient(await fapi2())
    const response = await provider.sign({ code: 'c', state: 's', nonce: undefined })
    const answer = authorization.parseCallbackUrl(`/?response=${response}`, { expectedState: 's', responseMode: 'jwt' })
    await expect(answer).rejects.toMatchObject({ reason: 'response_invalid', cause: { details: { check: 'alg' } } })
  })

  it('asks only what the metadata name', async () => {
    provider.on('/.well-known/openid-configuration', () => new Response(null, { status: 404 }))
    await using client = new AuthPlatformClient(await fapi2())
    await expect(client.clientCredentials()).rejects.toMatchObject({ details: { check: 'token_endpoint' } })
  })

  it.each([
    ['a shared secret', async () => ({ clientSecret: 's'.repeat(32), clientAuthentication: undefined }), 'clientAuthentication'],
    ['no authentication', async () => ({ clientAuthentication: none() }), 'clientAuthentication'],
    [
      'an RS256 assertion',
      async () => ({ clientAuthentication: privateKeyJwt((await generateKeyPair('RS256')).privateKey, { algorithm: 'RS256' }) }),
      'clientAuthentication',
    ],
    ['no DPoP', async () => ({ dpop: undefined }), 'dpop'],
    ['DPoP that is off', async () => ({ dpop: { enabled: false } }), 'dpop'],
    ['RS256 proofs', async () => ({ dpop: { enabled: true, algorithm: 'RS256' as const } }), 'dpop.algorithm'],
    ['endpoints of its own', async () => ({ endpoints: { tokenEndpoint: 'https://as.example/t' } }), 'endpoints'],
    ['HS256 ID tokens', async () => ({ idTokenSigningAlg: 'HS256' }), 'idTokenSigningAlg'],
    [
      'RS256 requests',
      async () => ({ requestSigning: { key: (await generateKeyPair('RS256')).privateKey, algorithm: 'RS256' } }),
      'requestSigning',
    ],
  ])('refuses %s', async (_, more, option) => {
    const config = await fapi2(await more())
    expect(() => new AuthPlatformClient(config)).toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option } }))
  })
})
