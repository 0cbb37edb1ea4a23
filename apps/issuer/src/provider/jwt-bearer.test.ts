import { decodeJwt, importJWK, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Issuer, startIssuer } from '../index.ts'
import { post } from '../../test/request-token.ts'

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())

async function present(claims: JWTPayload = {}, key = issuer.clients.serviceKey.privateKey) {
  const { clientId, privateKey } = issuer.clients.serviceKey
  const sign = async (payload: JWTPayload, jwk = privateKey) =>
    new SignJWT({ iss: clientId, aud: issuer.issuer, jti: crypto.randomUUID(), ...payload })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(await importJWK(jwk, 'ES256'))
  return post(issuer, '/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    scope: 'orders:read',
    assertion: await sign({ sub: 'user-ada', ...claims }, key),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await sign({ sub: clientId }),
  })
}

it('gives a token of the person that the assertion vouches for', async () => {
  const { access_token: token } = await present()
  expect(decodeJwt(token)).toMatchObject({ sub: 'user-ada', client_id: 'demo-service-key', scope: 'orders:read' })
})

it('refuses an assertion about nobody, for somebody else, or signed by a stranger', async () => {
  await using stranger = await startIssuer()
  const refused = { status: 400, error: 'invalid_grant' }
  expect(await present({ sub: 'nobody' })).toMatchObject(refused)
  expect(await present({ aud: 'https://other.example.com' })).toMatchObject(refused)
  expect(await present({}, stranger.clients.serviceKey.privateKey)).toMatchObject(refused)
})
