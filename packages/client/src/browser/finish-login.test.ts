import { describe, expect, it } from 'vitest'
import { createPageProvider, json } from '../../test/page-provider.ts'
import { finishLogin } from './finish-login.ts'
import { createProvider } from './provider.ts'
import { type LoginParameters, startLogin } from './start-login.ts'

/** A sign-in that the provider has agreed to. */
async function setUp(metadata: Record<string, unknown> = {}, claims = {}, parameters: LoginParameters = {}) {
  const page = await createPageProvider(metadata)
  const provider = createProvider(page.config)
  const { url, transaction } = await startLogin(provider, parameters)
  return { ...page, provider, transaction, callback: new URL(page.authorize(url, claims)) }
}

describe('finishLogin', () => {
  it('exchanges the code, and gives the claims of a checked ID token', async () => {
    const { provider, callback, transaction, seen } = await setUp()
    const tokens = await finishLogin(provider, callback, transaction)
    expect(tokens).toMatchObject({ tokenType: 'Bearer', scopes: ['openid'], idTokenClaims: { sub: 'alice', nonce: transaction.nonce } })
    expect(Object.fromEntries(seen.find(({ path }) => path === '/token')!.form)).toEqual({
      client_id: 'app',
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code'),
      redirect_uri: 'https://app.test/',
      code_verifier: transaction.codeVerifier,
    })
  })

  it.each<[string, (parameters: URLSearchParams) => void]>([
    ['missing_state', (parameters) => parameters.delete('state')],
    ['state_mismatch', (parameters) => parameters.set('state', 'other')],
    ['issuer_mismatch', (parameters) => parameters.set('iss', 'https://evil.test')],
    ['issuer_mismatch', (parameters) => parameters.set('iss', '')],
    ['duplicate_parameter', (parameters) => parameters.append('code', 'other')],
    ['missing_code', (parameters) => parameters.delete('code')],
    ['malformed', (parameters) => parameters.set('error', 'access_denied')],
    ['malformed', (parameters) => parameters.set('state', 'x'.repeat(70_000))],
  ])('refuses by %s, and sends the code to nobody', async (reason, change) => {
    const { provider, callback, transaction, count } = await setUp()
    change(callback.searchParams)
    await expect(finishLogin(provider, callback, transaction)).rejects.toThrow(expect.objectContaining({ code: 'VAL_2005', reason }))
    expect(count('/token')).toBe(0)
  })

  it('refuses what answers no sign-in, and one at another provider', async () => {
    const { provider, callback, transaction } = await setUp()
    const missing = expect.objectContaining({ reason: 'missing_transaction' })
    await expect(finishLogin(provider, callback, undefined)).rejects.toThrow(missing)
    const elsewhere = { ...transaction, issuer: 'https://other.test' }
    await expect(finishLogin(provider, callback, elsewhere)).rejects.toThrow(expect.objectContaining({ reason: 'issuer_mismatch' }))
  })

  it('RFC 9207: wants the issuer in the callback where the provider says that it is always there', async () => {
    const { provider, callback, transaction } = await setUp({ authorization_response_iss_parameter_supported: true })
    callback.searchParams.delete('iss')
    await expect(finishLogin(provider, callback, transaction)).rejects.toThrow(expect.objectContaining({ reason: 'missing_issuer' }))
    const other = await setUp()
    other.callback.searchParams.delete('iss')
    await finishLogin(other.provider, other.callback, other.transaction)
  })

  it.each([
    ['access_denied', 'AUTH_1010'],
    ['login_required', 'AUTH_1009'],
    ['server_error', 'SRV_5001'],
    ['something_else', 'VAL_2001'],
  ])('tells the refusal %s as %s, once state and issuer are checked', async (error, code) => {
    const { provider, callback, transaction } = await setUp()
    callback.searchParams.delete('code')
    callback.searchParams.set('error', error)
    await expect(finishLogin(provider, callback, transaction)).rejects.toThrow(expect.objectContaining({ code }))
    callback.searchParams.set('state', 'other')
    await expect(finishLogin(provider, callback, transaction)).rejects.toThrow(expect.objectContaining({ reason: 'state_mismatch' }))
  })

  it('ends a sign-in that took more than an hour', async () => {
    const { provider, callback, transaction, testIssuer, count } = await setUp()
    testIssuer.advance(3601)
    await expect(finishLogin(provider, callback, transaction)).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1011' }))
    expect(count('/token')).toBe(0)
  })

  it.each([undefined, NaN, 'now', {}])('takes no sign-in that does not tell when it started: %j', async (startedAt) => {
    const { provider, callback, transaction, count } = await setUp()
    await expect(finishLogin(provider, callback, { ...transaction, startedAt } as never)).rejects.toThrow(
      expect.objectContaining({ code: 'AUTH_1011' }),
    )
    expect(count('/token')).toBe(0)
  })

  it('takes no sign-in whose nonce is lost', async () => {
    const { provider, callback, transaction } = await setUp({}, { nonce: undefined })
    await expect(finishLogin(provider, callback, { ...transaction, nonce: undefined } as never)).rejects.toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option: 'nonce' } }),
    )
  })

  it('goes on when the clock has been put back meanwhile', async () => {
    const { provider, callback, transaction } = await setUp()
    await finishLogin(provider, callback, { ...transaction, startedAt: transaction.startedAt + 86_400_000 })
  })

  it('RFC 7636: is of no use with another verifier', async () => {
    const { provider, callback, transaction } = await setUp()
    await expect(finishLogin(provider, callback, { ...transaction, codeVerifier: 'x'.repeat(64) })).rejects.toThrow(
      expect.objectContaining({ code: 'VAL_2004' }),
    )
  })

  it.each([
    ['nonce', { nonce: 'other' }],
    ['aud', { aud: 'other' }],
    ['iss', { iss: 'https://other.test' }],
  ])('refuses an ID token by %s', async (check, claims) => {
    const { provider, callback, transaction } = await setUp({}, claims)
    await expect(finishLogin(provider, callback, transaction)).rejects.toThrow(
      expect.objectContaining({ code: 'AUTH_1002', details: { check } }),
    )
  })

  it('refuses an ID token that tells a weaker or older sign-in than was asked for', async () => {
    const strong = await setUp({}, { acr: 'weak' }, { acrValues: ['strong'] })
    await expect(finishLogin(strong.provider, strong.callback, strong.transaction)).rejects.toThrow(
      expect.objectContaining({ details: { check: 'acr' } }),
    )
    const recent = await setUp({}, { auth_time: 1 }, { maxAgeSeconds: 60 })
    await expect(finishLogin(recent.provider, recent.callback, recent.transaction)).rejects.toThrow(
      expect.objectContaining({ details: { check: 'auth_time' } }),
    )
  })

  it('fetches the keys anew for a key that was rotated meanwhile', async () => {
    const { provider, callback, transaction, testIssuer, count } = await setUp()
    await provider.findKeys(false)
    await testIssuer.rotateKeys()
    await finishLogin(provider, callback, transaction)
    expect(count('/jwks')).toBe(2)
  })

  it('wants an ID token where openid was asked for, and takes none that cannot be judged', async () => {
    const without = await setUp()
    without.answerNext('/token', () => json({ access_token: 'a', token_type: 'Bearer' }))
    await expect(finishLogin(without.provider, without.callback, without.transaction)).rejects.toThrow(
      expect.objectContaining({ code: 'SRV_5003', details: { check: 'id_token' } }),
    )
    const outage = await setUp()
    outage.answerNext('/jwks', () => new Response('', { status: 503 }))
    await expect(finishLogin(outage.provider, outage.callback, outage.transaction)).rejects.toThrow(
      expect.objectContaining({ code: 'SRV_5002' }),
    )
  })

  it.each([
    ['access_token', { access_token: undefined }],
    ['access_token', { access_token: '' }],
    ['access_token', { access_token: 7 }],
    ['token_type', { token_type: undefined }],
    ['expires_in', { expires_in: '3600' }],
    ['expires_in', { expires_in: -1 }],
    ['expires_in', { expires_in: null }],
    ['expires_in', { expires_in: 1e300 }],
    ['scope', { scope: ['openid'] }],
    ['refresh_token', { refresh_token: {} }],
    ['id_token', { id_token: null }],
  ])('takes no answer whose %s is not what it must be: %j', async (check, wrong) => {
    const { provider, callback, transaction, answerNext } = await setUp()
    answerNext('/token', () => json({ access_token: 'secret', token_type: 'Bearer', expires_in: 3600, ...wrong }))
    const refused = finishLogin(provider, callback, transaction)
    await expect(refused).rejects.toThrow(expect.objectContaining({ code: 'SRV_5003', details: { check } }))
    await expect(refused).rejects.toThrow(/^(?!.*secret)/)
  })

  it.each(['DPoP', 'mac', 7])('takes no token of type %j that it cannot use', async (tokenType) => {
    const { provider, callback, transaction, answerNext } = await setUp()
    answerNext('/token', () => json({ access_token: 'a', token_type: tokenType }))
    await expect(finishLogin(provider, callback, transaction)).rejects.toThrow(
      expect.objectContaining({ details: { check: 'token_type' } }),
    )
  })
})
