import { AuthPlatformClient, tlsClientAuth } from '@auth/client'
import type { ResourceServerSettings } from '@auth/tokens/resource-server'
import { once } from 'node:events'
import { X509Certificate } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { request as sendRequest } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { type Issuer, startIssuer } from 'issuer'
import { CertificateAuthority, createSelfSigned, type TlsIdentity } from 'issuer/certificates'
import { Agent } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const audience = 'https://api.example.com'
const clientName = 'demo-service-tls'

/** What an API with mutual TLS is started with. */
export interface MutualTlsParts {
  readonly options: { readonly issuer: string; readonly audience: string; readonly publicUrl: string; readonly fetch: typeof fetch }
  readonly getCertificate: NonNullable<ResourceServerSettings<{ readonly socket: unknown }>['getCertificate']>
  /** Asks for a certificate, and lets everybody in: it is the token that must be refused. */
  readonly tls: TlsIdentity & { readonly ca: string; readonly requestCert: true; readonly rejectUnauthorized: false }
}

/** An API that listens, with `/orders` for tokens with the scope `orders:read`. */
export interface RunningApi {
  readonly server: Server
  readonly close: () => Promise<unknown>
}

interface Sent {
  readonly identity?: TlsIdentity | undefined
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

function getCertificate({ socket }: { readonly socket: unknown }): Uint8Array | undefined {
  return (socket as TLSSocket).getPeerX509Certificate()?.raw
}

/** An issuer and an API of real TLS connections, and those who call. */
class World implements AsyncDisposable {
  readonly authority: CertificateAuthority
  readonly issuer: Issuer
  readonly url: string
  readonly server: Server
  readonly #api: RunningApi
  readonly #agentOptions: Agent.Options
  readonly #agents: Agent[]

  private constructor(
    parts: Pick<World, 'authority' | 'issuer'> & { readonly api: RunningApi; readonly agents: Agent[] },
    agentOptions: Agent.Options,
  ) {
    this.authority = parts.authority
    this.issuer = parts.issuer
    this.server = parts.api.server
    this.#api = parts.api
    this.#agents = parts.agents
    this.#agentOptions = agentOptions
    this.url = `https://127.0.0.1:${(parts.api.server.address() as AddressInfo).port}`
  }

  static async create(start: (parts: MutualTlsParts) => Promise<RunningApi>, agentOptions: Agent.Options): Promise<World> {
    const authority = await CertificateAuthority.create()
    const issuer = await startIssuer({ audience, tls: { ...(await authority.issue('issuer')), clientAuthority: authority.certificate } })
    const agent = new Agent({ connect: { ca: authority.certificate } })
    const options = { issuer: issuer.issuer, audience, publicUrl: audience, fetch: toFetch(agent) }
    const identity = await authority.issue('api')
    const tls = { ...identity, ca: authority.certificate, requestCert: true, rejectUnauthorized: false } as const
    return new World({ authority, issuer, api: await start({ options, getCertificate, tls }), agents: [agent] }, agentOptions)
  }

  createAgent(identity: TlsIdentity | undefined, options: Agent.Options = {}): Agent {
    const agent = new Agent({ ...this.#agentOptions, ...options, connect: { ca: this.authority.certificate, ...identity } })
    this.#agents.push(agent)
    return agent
  }

  createClient(transport: typeof fetch): AuthPlatformClient {
    return new AuthPlatformClient({
      baseUrl: this.issuer.issuer,
      clientId: clientName,
      clientAuthentication: tlsClientAuth(),
      audience,
      scopes: ['orders:read'],
      apiOrigins: [this.url],
      fetch: transport,
    })
  }

  async getToken(identity: TlsIdentity): Promise<string> {
    await using client = this.createClient(toFetch(this.createAgent(identity)))
    return await client.getAccessToken()
  }

  async send({ identity, token, headers }: Sent, transport = toFetch(this.createAgent(identity))): Promise<Answer> {
    const authorization = token === undefined ? undefined : { authorization: `Bearer ${token}` }
    const response = await transport(`${this.url}/orders`, { headers: { ...authorization, ...headers } })
    return { status: response.status, challenge: response.headers.get('www-authenticate'), body: await response.json() }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#agents.map((agent) => agent.destroy()))
    await this.#api.close()
    await this.issuer.close()
  }
}

interface Answer {
  readonly status: number
  readonly challenge: string | null
  readonly body: unknown
}

function toFetch(dispatcher: Agent): typeof fetch {
  const tls = { dispatcher }
  return (url, init) => fetch(url, { ...init, ...tls })
}

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
    let world: World
    let own: TlsIdentity
    let token: string

    beforeAll(async () => {
      world = await World.create(start, { allowH2: httpVersion === '2.0' })
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

interface SentOver extends Sent {
  readonly version: 'TLSv1.2' | 'TLSv1.3'
  readonly session?: Buffer | undefined
}

/** One request on a connection of its own, with the session of an earlier one where there is one. */
async function sendOver(world: World, { identity, token, version, session }: SentOver) {
  const sent = sendRequest(`${world.url}/orders`, {
    agent: false,
    ca: world.authority.certificate,
    maxVersion: version,
    headers: { authorization: `Bearer ${token}` },
    ...identity,
    ...(session && { session }),
  })
  let opened: Buffer | undefined
  sent.once('socket', (socket) => socket.on('session', (ticket: Buffer) => (opened = ticket)))
  const [response] = (await once(sent.end(), 'response')) as [IncomingMessage]
  const isResumed = (response.socket as TLSSocket).isSessionReused()
  response.resume()
  await once(response, 'end')
  return { status: response.statusCode, isResumed, session: opened }
}
