import { createHash } from 'node:crypto'
import { StepUpRequiredError } from '@auth/core-errors'
import { generateCodeChallenge } from '@auth/pkce-dpop/pkce'
import { describe, expect, it } from 'vitest'
import { createPageProvider, json } from '../../test/page-provider.ts'
import { createProvider } from './provider.ts'
import { startLogin } from './start-login.ts'

describe('startLogin', () => {
  it('asks for a code with PKCE, state and nonce of its own, and tells what to keep', async () => {
    const { config } = await createPageProvider()
    const provider = createProvider({ ...config, audience: 'https://api.test', scopes: ['openid', 'orders'] })
    const parameters = { prompt: 'login', loginHint: 'alice', maxAgeSeconds: 0, acrValues: ['a', 'b'], appState: { at: '/orders' } }
    const { url, transaction } = await startLogin(provider, parameters, { dpopThumbprint: 'jkt' })
    const { state, nonce, codeVerifier } = transaction
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      client_id: 'app',
      response_type: 'code',
      redirect_uri: 'https://app.test/',
      scope: 'openid orders',
      state,
      nonce,
      code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
      resource: 'https://api.test',
      prompt: 'login',
      login_hint: 'alice',
      max_age: '0',
      acr_values: 'a b',
      dpop_jkt: 'jkt',
    })
    expect(transaction).toMatchObject({
      issuer: 'https://issuer.test',
      scopes: ['openid', 'orders'],
      appState: { at: '/orders' },
      startedAt: expect.closeTo(config.now!(), -3),
    })
    const other = await startLogin(provider)
    expect(
      new Set([state, nonce, codeVerifier, other.transaction.state, other.transaction.nonce, other.transaction.codeVerifier]).size,
    ).toBe(6)
  })

  it('has no nonce without the scope openid', async () => {
    const { config } = await createPageProvider()
    const { url, transaction } = await startLogin(createProvider(config), { scopes: ['orders'] })
    expect([transaction.nonce, new URL(url).searchParams.has('nonce')]).toEqual([null, false])
  })

  it('lets no further parameter take the place of its own', async () => {
    const { config } = await createPageProvider()
    const extra = {
      ui_locales: 'nl',
      state: 'x',
      client_id: 'x',
      redirect_uri: 'https://evil.test',
      code_challenge: 'x',
      response_type: 'token',
    }
    const { url, transaction } = await startLogin(createProvider(config), { extra })
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      ui_locales: 'nl',
      state: transaction.state,
      client_id: 'app',
      redirect_uri: 'https://app.test/',
      response_type: 'code',
    })
    // The whole value: one that was drawn may begin like another.
    expect(new URL(url).searchParams.getAll('code_challenge')).toEqual([await generateCodeChallenge(transaction.codeVerifier)])
  })

  it('wants to know where the person is to come back to', async () => {
    const { config } = await createPageProvider()
    await expect(startLogin(createProvider({ ...config, redirectUri: undefined }))).rejects.toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option: 'redirectUri' } }),
    )
  })

  it.each([
    ['scopes', { scopes: 'openid' }],
    ['maxAgeSeconds', { maxAgeSeconds: NaN }],
    ['maxAgeSeconds', { maxAgeSeconds: '60' }],
    ['maxAgeSeconds', { maxAgeSeconds: null }],
    ['maxAgeSeconds', { maxAgeSeconds: -1 }],
    ['acrValues', { acrValues: 'strong' }],
    ['acrValues', { acrValues: null }],
  ])('refuses a wrong parameter "%s" before anybody is sent anywhere: %j', async (option, wrong) => {
    const { config, seen } = await createPageProvider()
    await expect(startLogin(createProvider(config), wrong as never)).rejects.toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option } }),
    )
    expect(seen).toEqual([])
  })

  it('asks for nothing where a parameter is null, as plain JavaScript may have it', async () => {
    const { config } = await createPageProvider()
    const nothing = { prompt: null, loginHint: null, extra: { ui_locales: null } } as never
    const { searchParams } = new URL((await startLogin(createProvider(config), nothing)).url)
    expect(['prompt', 'login_hint', 'ui_locales'].map((name) => searchParams.has(name))).toEqual([false, false, false])
  })

  it('RFC 9470: wants no context where the demand names none', async () => {
    const { config } = await createPageProvider()
    const { acrValues, maxAgeSeconds } = new StepUpRequiredError(undefined, { maxAgeSeconds: 60 })
    const { url, transaction } = await startLogin(createProvider(config), { acrValues, maxAgeSeconds })
    expect([acrValues, transaction.acrValues, new URL(url).searchParams.has('acr_values')]).toEqual([[], undefined, false])
  })

  it('RFC 9126: pushes the request where the provider has an endpoint for it, and the URL carries a reference only', async () => {
    const { config, seen } = await createPageProvider({ pushed_authorization_request_endpoint: 'https://issuer.test/par' })
    const { url, transaction } = await startLogin(createProvider(config))
    expect(url).toBe('https://issuer.test/authorize?request_uri=urn%3Arequest%3A1&client_id=app')
    expect(seen.at(-1)?.path).toBe('/par')
    expect(seen.at(-1)?.form.get('state')).toBe(transaction.state)
    await startLogin(createProvider(config), { extra: { client_id: 'x' } })
    expect(seen.at(-1)?.form.getAll('client_id')).toEqual(['app'])
    expect((await startLogin(createProvider(config), {}, { usePushedRequest: false })).url).toContain('code_challenge=')
  })

  it.each([() => json({}, { status: 201 }), () => json({ request_uri: 7 })])('takes no answer without a reference', async (answer) => {
    const { config, answerNext } = await createPageProvider({ pushed_authorization_request_endpoint: 'https://issuer.test/par' })
    answerNext('/par', answer)
    await expect(startLogin(createProvider(config))).rejects.toThrow(expect.objectContaining({ code: 'SRV_5003' }))
  })

  it('fails where a pushed request is refused, and where it is wanted and there is no endpoint', async () => {
    const { config, answerNext } = await createPageProvider({ pushed_authorization_request_endpoint: 'https://issuer.test/par' })
    answerNext('/par', () => json({ error: 'invalid_scope' }, { status: 400 }))
    await expect(startLogin(createProvider(config))).rejects.toThrow(expect.objectContaining({ code: 'VAL_2003' }))
    const without = await createPageProvider()
    await expect(startLogin(createProvider(without.config), {}, { usePushedRequest: true })).rejects.toThrow(
      expect.objectContaining({ code: 'SRV_5003' }),
    )
  })
})
