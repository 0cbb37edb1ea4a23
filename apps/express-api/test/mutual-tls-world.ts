import { AuthPlatformClient, tlsClientAuth } from '@auth/client'
import type { ResourceServerSettings } from '@auth/tokens/resource-server'
import type { AddressInfo, Server } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { type Issuer, startIssuer } from 'issuer'
import { CertificateAuthority, type TlsIdentity } from 'issuer/certificates'
import { Agent } from 'undici'

const audience = 'https://api.example.com'
export const clientName = 'demo-service-tls'

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

/** Who sends what. */
export interface Sent {
  readonly identity?: TlsIdentity | undefined
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

function getCertificate({ socket }: { readonly socket: unknown }): Uint8Array | undefined {
  return (socket as TLSSocket).getPeerX509Certificate()?.raw
}

/** An issuer and an API of real TLS connections, and those who call. */
export class MutualTlsWorld implements AsyncDisposable {
  readonly authority: CertificateAuthority
  readonly issuer: Issuer
  readonly url: string
  readonly server: Server
  readonly #api: RunningApi
  readonly #agentOptions: Agent.Options
  readonly #agents: Agent[]

  private constructor(
    parts: Pick<MutualTlsWorld, 'authority' | 'issuer'> & { readonly api: RunningApi; readonly agents: Agent[] },
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

  static async create(start: (parts: MutualTlsParts) => Promise<RunningApi>, agentOptions: Agent.Options): Promise<MutualTlsWorld> {
    const authority = await CertificateAuthority.create()
    const issuer = await startIssuer({ audience, tls: { ...(await authority.issue('issuer')), clientAuthority: authority.certificate } })
    const agent = new Agent({ connect: { ca: authority.certificate } })
    const options = { issuer: issuer.issuer, audience, publicUrl: audience, fetch: toFetch(agent) }
    const identity = await authority.issue('api')
    const tls = { ...identity, ca: authority.certificate, requestCert: true, rejectUnauthorized: false } as const
    return new MutualTlsWorld({ authority, issuer, api: await start({ options, getCertificate, tls }), agents: [agent] }, agentOptions)
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

/** The platform's fetch over an agent's connections. */
export function toFetch(dispatcher: Agent): typeof fetch {
  const tls = { dispatcher }
  return (url, init) => fetch(url, { ...init, ...tls })
}
