import type { IncomingMessage } from 'node:http'
import { X509Certificate } from 'node:crypto'
import { createSelfSigned, type TlsIdentity } from 'issuer/certificates'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientName, type MutualTlsParts, MutualTlsWorld, type RunningApi, type Sent, toFetch } from './mutual-tls-world.ts'
import { sendOver } from './send-over.ts'

/** RFC 6750 §3.1 */
const refused = {
  status: 401,
  challenge: expect.stringMatching(/^Bearer .*error="invalid_token"/),
  body: { error: 'invalid_token', code: 'AUTH_1002', error_description: expect.stringContaining('bound to a client certificate') },
}

/** What every API must decide alike about tokens that are bound to a certificate (RFC 8705), over real connections. */
export function describeMutualTls(
  name: string,
  start: (parts: MutualTlsParts) => Promise<RunningApi>,
  httpVersion: '1.1' | '2.0' = '1.1',
): void {
  describe(`${name}, a token bound to a certificate`, () => {
    let world: MutualTlsWorld
    let own: TlsIdentity
    let token: string

    beforeAll(async () => {
      world = await MutualTlsWorld.create(start, { allowH2: httpVersion === '2.0' })
      own = await world.authority.issue(clientName)
      token = await world.getToken(own)
    })
    afterAll(() => world?.[Symbol.asyncDispose]())

    it('passes over a connection with that certificate', async () => {
      const versions: string[] = []
      world.server.once('request', (request: IncomingMessage) => versions.push(request.httpVersion))
      expect(await world.send({ identity: own, token })).toMatchObject({ status: 200 })
      expect(versions).toEqual([httpVersion])
    })

    it('passes with each of several requests on one connection', async () => {
      const connections: unknown[] = []
      const note = (socket: unknown): void => void connections.push(socket)
      world.server.on('secureConnection', note)
      const transport = toFetch(world.createAgent(own, { connections: 1, pipelining: 1 }))
      for (let round = 0; round < 3; round++) expect(await world.send({ token }, transport)).toMatchObject({ status: 200 })
      expect(await world.send({}, transport)).toMatchObject({ status: 401, body: { code: 'AUTH_1005' } })
      world.server.off('secureConnection', note)
      expect(connections).toHaveLength(1)
    })

    it.each<[string, () => Sent | Promise<Sent>]>([
      ['without a certificate', () => ({})],
      ['with another one of the same authority, and the same name', async () => ({ identity: await world.authority.issue(clientName) })],
      ['with one that nobody vouches for', async () => ({ identity: await createSelfSigned(clientName) })],
      ['with the right one in a header', () => ({ headers: toForgedHeaders(own) })],
      [
        'with the right one in a header beside another one',
        async () => ({ identity: await world.authority.issue('thief'), headers: toForgedHeaders(own) }),
      ],
    ])('is refused %s', async (_case, choose) => {
      expect(await world.send({ ...(await choose()), token })).toMatchObject(refused)
    })

    it.each(['TLSv1.2', 'TLSv1.3'] as const)(
      'goes with the certificate that opened the session when one of %s is resumed',
      async (version) => {
        const first = await sendOver(world, { identity: own, token, version })
        expect(first).toMatchObject({ status: 200, isResumed: false })
        const { session } = first
        // Whoever resumes shows no certificate anew: the session is still its opener's.
        const other = await world.authority.issue(clientName)
        for (const identity of [own, undefined, other])
          expect(await sendOver(world, { identity, token, version, session })).toMatchObject({ status: 200, isResumed: true })
        const otherToken = await world.getToken(other)
        const renewed = await sendOver(world, { identity: other, token: otherToken, version, session })
        expect(renewed).toMatchObject({ status: 401, isResumed: true })
      },
    )

    it('is worth nothing in a session that was opened without a certificate', async () => {
      const { session } = await sendOver(world, { token, version: 'TLSv1.3' })
      expect(await sendOver(world, { identity: own, token, version: 'TLSv1.3', session })).toMatchObject({ status: 401, isResumed: true })
    })

    it('is refused once the certificate is renewed, and the client gets another by itself', async () => {
      let transport = toFetch(world.createAgent(own))
      await using client = world.createClient((url, init) => transport(url, init))
      expect((await client.fetch(`${world.url}/orders`)).status).toBe(200)
      const old = await client.getAccessToken()
      const renewed = await world.authority.issue(clientName)
      transport = toFetch(world.createAgent(renewed))
      expect(await world.send({ token: old }, transport)).toMatchObject(refused)
      expect((await client.fetch(`${world.url}/orders`)).status).toBe(200)
      expect(await client.getAccessToken()).not.toBe(old)
    })

    it('a token that is bound to nothing passes with any certificate, and without', async () => {
      const unbound = await world.issuer.signAccessToken({ scope: 'orders:read' })
      for (const identity of [own, undefined]) expect(await world.send({ identity, token: unbound })).toMatchObject({ status: 200 })
    })
  })
}

/** What proxies of several makes hand certificates on by; none is there. */
function toForgedHeaders({ cert }: TlsIdentity): Record<string, string> {
  const base64 = new X509Certificate(cert).raw.toString('base64')
  const escaped = encodeURIComponent(cert)
  return {
    'client-cert': `:${base64}:`,
    'x-client-cert': base64,
    'x-forwarded-client-cert': `Cert="${escaped}"`,
    'ssl-client-cert': escaped,
  }
}
