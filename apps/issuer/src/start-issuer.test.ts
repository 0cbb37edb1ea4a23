import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Issuer, startIssuer } from './index.ts'

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())

const requestToken = (body: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${issuer.issuer}/token`, { method: 'POST', body: new URLSearchParams(body), headers })

describe('startIssuer', () => {
  it('publishes its metadata under its own issuer identifier', async () => {
    const response = await fetch(`${issuer.issuer}/.well-known/openid-configuration`)
    expect(await response.json()).toMatchObject({ issuer: issuer.issuer, jwks_uri: `${issuer.issuer}/jwks` })
  })

  it('gives a service an at+jwt for the default API that verifies with its published keys', async () => {
    const { clientId, clientSecret } = issuer.clients.service
    const response = await requestToken(
      { grant_type: 'client_credentials', scope: 'orders:read' },
      { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    )
    const { access_token: token } = (await response.json()) as { access_token: string }
    const keys = createRemoteJWKSet(new URL(`${issuer.issuer}/jwks`))
    const { payload } = await jwtVerify(token, keys, { issuer: issuer.issuer, audience: 'https://api.example.com', typ: 'at+jwt' })
    expect(payload).toMatchObject({ sub: clientId, client_id: clientId, scope: 'orders:read' })
  })

  it('signs a token of any claims with its own key', async () => {
    const jwks = await (await fetch(`${issuer.issuer}/jwks`)).json()
    const token = await issuer.signAccessToken({ aud: 'https://other.example.com' })
    const { payload } = await jwtVerify(token, createLocalJWKSet(jwks as Parameters<typeof createLocalJWKSet>[0]))
    expect(payload.aud).toBe('https://other.example.com')
  })
})
