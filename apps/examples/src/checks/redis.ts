import { tmpdir } from 'node:os'
import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { startIssuer } from 'issuer'
import type { ExampleCheck } from '../example-check.ts'
import { findFreePort } from '../find-free-port.ts'
import { Program } from '../program.ts'
import { send } from '../send-requests.ts'
import { typeIn } from '../type-in.ts'

/** Two servers: who signs in at one is signed in at the other, and a proof that one has taken is refused by the other. */
export const checkRedis: ExampleCheck = async ({ example, browser }) => {
  await using issuer = await startIssuer()
  const redisPort = await findFreePort()
  await using redis = new Program(['redis-server', '--bind', '127.0.0.1', '--port', redisPort, '--save', ''], tmpdir())
  await redis.prints(/Ready to accept connections/)
  const firstPort = await findFreePort()
  const first = `http://127.0.0.1:${firstPort}`
  const shared = { ISSUER: issuer.issuer, REDIS: `redis://127.0.0.1:${redisPort}`, PUBLIC_URL: first }
  await example.start({ ...shared, PORT: firstPort }).prints(/listening on/)
  const [, second = ''] = await example.start({ ...shared, PORT: await findFreePort() }).prints(/listening on (\S+)/)

  await using context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(first)
  await typeIn(page, issuer.users[0])
  await page.getByText('{"hello":"Ada Byron"}').waitFor()
  await page.goto(second) // the same host: the cookie goes there, too
  await page.getByText('{"hello":"Ada Byron"}').waitFor()

  const keyPair = await DPoPKeyPair.generate({ algorithm: 'ES256' })
  const accessToken = await issuer.signAccessToken({ sub: 'ada', cnf: { jkt: keyPair.thumbprint } })
  const proof = await keyPair.createProof({ method: 'GET', url: `${first}/api/me`, accessToken })
  const authorization = `DPoP ${accessToken}`
  await send(`${first}/api/me`, { authorization, proof, status: 200, body: { subject: 'ada' } })
  await send(`${second}/api/me`, { authorization, proof, status: 401, body: { code: 'DPOP_6004' } })
}
