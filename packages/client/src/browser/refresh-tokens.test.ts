import { describe, expect, it } from 'vitest'
import { createPageProvider, json } from '../../test/page-provider.ts'
import { finishLogin } from './finish-login.ts'
import { createProvider } from './provider.ts'
import { refreshTokens } from './refresh-tokens.ts'
import { startLogin } from './start-login.ts'

async function setUp() {
  const page = await createPageProvider()
  const provider = createProvider(page.config)
  const { url, transaction } = await startLogin(provider)
  return { ...page, provider, tokens: await finishLogin(provider, page.authorize(url), transaction) }
}

describe('refreshTokens', () => {
  it('gives the new tokens, and keeps what did not come anew', async () => {
    const { provider, tokens, rules } = await setUp()
    const second = await refreshTokens(provider, tokens)
    expect(second).toMatchObject({
      accessToken: 'access-3',
      refreshToken: 'refresh-3',
      idToken: tokens.idToken,
      idTokenClaims: { sub: 'alice' },
    })
    rules.isRotating = false
    expect(await refreshTokens(provider, second)).toMatchObject({ accessToken: 'access-4', refreshToken: 'refresh-3', scopes: ['openid'] })
  })

  it('OpenID Connect Core 12.2: takes a new ID token about the same person only', async () => {
    const { provider, tokens, rules } = await setUp()
    rules.refreshedIdToken = { sub: 'alice', acr: 'new' }
    const second = await refreshTokens(provider, tokens)
    expect(second.idTokenClaims).toMatchObject({ acr: 'new' })
    rules.refreshedIdToken = { sub: 'mallory' }
    await expect(refreshTokens(provider, second)).rejects.toThrow(
      expect.objectContaining({ code: 'AUTH_1003', transient: false, cause: expect.objectContaining({ code: 'AUTH_1002' }) }),
    )
  })

  it('leaves a new ID token out that cannot be judged now: the refresh token cannot be had again', async () => {
    const { provider, tokens, rules, testIssuer, answerNext } = await setUp()
    rules.refreshedIdToken = { sub: 'alice', acr: 'new' }
    await testIssuer.rotateKeys()
    answerNext('/jwks', () => new Response('', { status: 503 }))
    const second = await refreshTokens(provider, tokens)
    expect(second).toMatchObject({ refreshToken: 'refresh-3', idToken: tokens.idToken })
    expect(second.idTokenClaims).toEqual(tokens.idTokenClaims)
  })

  it.each([
    ['an outage', () => new Response('', { status: 503 }), true],
    ['a limit', () => new Response('', { status: 429 }), true],
    ['a request that failed', () => Promise.reject(new TypeError('Failed to fetch')), true],
    ['a refusal', () => json({ error: 'invalid_grant' }, { status: 400 }), false],
    ['a page of something in between', () => new Response('<html>', { status: 200 }), true],
    ['a refusal by something in between', () => new Response('<html>', { status: 403 }), true],
    ['an answer of the wrong kind', () => json({ access_token: 'a', token_type: 'mac' }), true],
    ['another demand for a nonce', () => json({ error: 'use_dpop_nonce' }, { status: 400 }), true],
    ['a proof that is refused', () => json({ error: 'invalid_dpop_proof' }, { status: 400 }), false],
  ])('tells %s as what it is', async (_, answer, transient) => {
    const { provider, tokens, answerNext } = await setUp()
    answerNext('/token', answer)
    await expect(refreshTokens(provider, tokens)).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1003', transient }))
  })
})
