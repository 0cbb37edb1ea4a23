import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Issuer, startIssuer } from '../index.ts'
import { post, requestToken } from '../../test/request-token.ts'
import { signIn } from '../../test/sign-in.ts'

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())

const introspect = (token: string, client = issuer.clients.api) => post(issuer, '/token/introspection', { token }, client)
const revoke = (token: string, client = issuer.clients.service) => post(issuer, '/token/revocation', { token }, client)
const opaque = { resource: 'https://opaque.example.com' }

describe.each([
  ['a JWT', {}, 'https://api.example.com'],
  ['an opaque token', opaque, opaque.resource],
])('%s', (_kind, form, audience) => {
  it('is introspected by the API', async () => {
    const { access_token: token } = await requestToken(issuer, form)
    expect(await introspect(token)).toMatchObject({
      active: true,
      client_id: 'demo-service',
      scope: 'orders:read',
      aud: audience,
      token_type: 'Bearer',
      iss: issuer.issuer,
    })
  })

  it('is introspected by nobody who cannot authenticate', async () => {
    const { access_token: token } = await requestToken(issuer, form)
    expect(await introspect(token, { ...issuer.clients.api, clientSecret: 'wrong' })).toMatchObject({ status: 401 })
  })

  it('is inactive once its client has revoked it', async () => {
    const { access_token: token } = await requestToken(issuer, form)
    expect((await revoke(token)).status).toBe(200)
    expect(await introspect(token)).toMatchObject({ status: 200, active: false })
  })

  it('is revoked by no other client', async () => {
    const { access_token: token } = await requestToken(issuer, form)
    await revoke(token, issuer.clients.web)
    expect(await introspect(token)).toMatchObject({ active: true })
  })

  it('shows the person of a sign-in', async () => {
    const { access_token: token } = await signIn(issuer, issuer.clients.web, issuer.users[0], { scope: 'openid orders:read', ...form })
    expect(await introspect(token)).toMatchObject({ active: true, sub: 'user-ada', roles: ['admin', 'editor'] })
  })
})

it('is inactive when it is garbage, signed by a stranger, or expired', async () => {
  await using stranger = await startIssuer()
  const tokens = ['garbage', 'a.b.c', (await requestToken(stranger)).access_token, await issuer.signAccessToken({ exp: 1 })]
  for (const token of tokens) expect(await introspect(token)).toMatchObject({ status: 200, active: false })
})
