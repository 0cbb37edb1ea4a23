import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Issuer, startIssuer } from '../index.ts'
import { post } from '../../test/request-token.ts'

const other = 'https://stock.example.com'
let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer({ resources: [{ identifier: other, audience: 'stock' }] })
})
afterAll(() => issuer.close())

const exchange = async (form: Record<string, string>, token?: string) =>
  post(
    issuer,
    '/token',
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: token ?? (await issuer.signAccessToken({ sub: 'user-ada', scope: 'orders:read' })),
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      ...form,
    },
    issuer.clients.service,
  )

it.each([[{ audience: 'stock' }], [{ resource: other }]])(
  'gives a token of the same person for another API by %j, with the client as actor',
  async (form) => {
    const answer = await exchange(form)
    expect(answer).toMatchObject({ status: 200, issued_token_type: 'urn:ietf:params:oauth:token-type:access_token', scope: 'orders:read' })
    expect(decodeJwt(answer.access_token)).toMatchObject({
      sub: 'user-ada',
      aud: 'stock',
      client_id: 'demo-service',
      act: { sub: 'demo-service' },
    })
  },
)

it('never widens the scope', async () => {
  expect(await exchange({ audience: 'stock', scope: 'orders:read orders:write' })).toMatchObject({ status: 200, scope: 'orders:read' })
})

it('refuses an unknown audience', async () => {
  expect(await exchange({ audience: 'nobody' })).toMatchObject({ status: 400, error: 'invalid_target' })
})

it('refuses a subject token of another type, of nobody known, or that is not its own', async () => {
  await using stranger = await startIssuer()
  const refused = { status: 400, error: 'invalid_request' }
  expect(await exchange({ subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' })).toMatchObject(refused)
  expect(await exchange({}, await issuer.signAccessToken({ sub: 'nobody' }))).toMatchObject(refused)
  expect(await exchange({}, await stranger.signAccessToken({ sub: 'user-ada' }))).toMatchObject(refused)
})
