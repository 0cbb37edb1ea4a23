import { startIssuer } from 'issuer'
import type { ExampleCheck } from '../example-check.ts'
import { findFreePort } from '../find-free-port.ts'
import { send } from '../send-requests.ts'

/** Each tenant's people see their own tenant's orders, and no issuer speaks for another. */
export const checkSeveralIssuers: ExampleCheck = async ({ example }) => {
  await using acme = await startIssuer()
  await using globex = await startIssuer({ audience: 'https://api.example.com/globex' })
  await using stranger = await startIssuer()
  const environment = { ACME_ISSUER: acme.issuer, GLOBEX_ISSUER: globex.issuer, PORT: await findFreePort() }
  const [, origin = ''] = await example.start(environment).prints(/listening on (\S+)/)
  const bearer = async (issuer: typeof acme, claims = {}): Promise<string> =>
    `Bearer ${await issuer.signAccessToken({ sub: 'ada', scope: 'orders:read', ...claims })}`

  await send(`${origin}/acme/orders`, { authorization: await bearer(acme), status: 200, body: { tenant: 'acme', subject: 'ada' } })
  await send(`${origin}/globex/orders`, { authorization: await bearer(globex), status: 200, body: { tenant: 'globex' } })
  await send(`${origin}/globex/orders`, { authorization: await bearer(acme), status: 404, body: { error: 'not_found' } })
  await send(`${origin}/acme/orders`, { authorization: await bearer(stranger), status: 401, body: { code: 'AUTH_1002' } })
  const pretender = await bearer(globex, { iss: acme.issuer, aud: 'https://api.example.com' })
  await send(`${origin}/acme/orders`, { authorization: pretender, status: 401, body: { code: 'AUTH_1002' } })
}
