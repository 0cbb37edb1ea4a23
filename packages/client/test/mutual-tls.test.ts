import { ConnectionError, InvalidCredentialsError } from '@auth/core-errors'
import { X509Certificate } from 'node:crypto'
import { clientCertificateHeader, demoCertificate, type Issuer, startIssuer } from 'issuer'
import { CertificateAuthority, createSelfSigned, type TlsIdentity } from 'issuer/certificates'
import { decodeJwt } from 'jose'
import { Agent } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AuthPlatformClient, type AuthPlatformConfig, none, tlsClientAuth } from '../src/index.ts'

const audience = 'https://api.example.com'
let authority: CertificateAuthority
let issuer: Issuer
let own: TlsIdentity
const agents: Agent[] = []

beforeAll(async () => {
  authority = await CertificateAuthority.create()
  issuer = await startIssuer({ audience, tls: { ...(await authority.issue('issuer')), clientAuthority: authority.certificate } })
  own = await authority.issue(issuer.clients.serviceTls.clientId)
})
afterAll(() => issuer.close())
afterEach(async () => {
  issuer.clearRequests()
  await Promise.all(agents.splice(0).map((agent) => agent.destroy()))
})

/** The platform's fetch, with a certificate of the client's. */
function present(identity?: TlsIdentity, options: Agent.Options = {}): typeof fetch {
  const tls = { dispatcher: new Agent({ ...options, connect: { ca: authority.certificate, ...identity } }) }
  agents.push(tls.dispatcher)
  return (url, init) => fetch(url, { ...init, ...tls })
}

function config(transport: typeof fetch, more: Partial<AuthPlatformConfig> = {}): AuthPlatformConfig {
  const { clientId } = issuer.clients.serviceTls
  const authentication = { clientId, clientAuthentication: tlsClientAuth(), fetch: transport }
  return { baseUrl: issuer.issuer, audience, scopes: ['orders:read'], retryDelaySeconds: 0.001, ...authentication, ...more }
}

function readBinding(token: string): unknown {
  return decodeJwt(token)['cnf']
}

function toBinding({ cert }: TlsIdentity): object {
  const thumbprint = Buffer.from(new X509Certificate(cert).fingerprint256.replaceAll(':', ''), 'hex')
  return { 'x5t#S256': thumbprint.toString('base64url') }
}

describe('tls_client_auth over TLS', () => {
  it('gets a token bound to the certificate, from the address that asks for one', async () => {
    await using client = new AuthPlatformClient(config(present(own)))
    expect(readBinding(await client.getAccessToken())).toEqual(toBinding(own))
    // The address of the issuer itself asks nobody for a certificate: a token from there could not be bound.
    await using elsewhere = new AuthPlatformClient(config(present(own), { endpoints: { tokenEndpoint: `${issuer.issuer}/token` } }))
    await expect(elsewhere.getAccessToken()).rejects.toThrow(InvalidCredentialsError)
  })

  it('authenticates every request on one connection', async () => {
    await using client = new AuthPlatformClient(config(present(own, { connections: 1 })))
    for (const { accessToken } of await Promise.all(Array.from({ length: 5 }, () => client.clientCredentials())))
      expect(readBinding(accessToken)).toEqual(toBinding(own))
  })

  it.each<[string, () => TlsIdentity | Promise<TlsIdentity> | undefined]>([
    ['no certificate', () => undefined],
    ['a certificate of the same authority for another name', () => authority.issue('demo-service')],
    ['a certificate for its name that nobody vouches for', () => createSelfSigned('demo-service-tls')],
    ['a certificate for its name of another authority', async () => (await CertificateAuthority.create()).issue('demo-service-tls')],
  ])('is refused with %s', async (_case, choose) => {
    await using client = new AuthPlatformClient(config(present(await choose())))
    await expect(client.getAccessToken()).rejects.toThrow(InvalidCredentialsError)
  })

  it('is refused with a header in place of a certificate', async () => {
    const transport = present()
    const forge: typeof fetch = (url, init) => {
      const headers = new Headers(init?.headers)
      headers.set(clientCertificateHeader, `:${demoCertificate}:`)
      return transport(url, { ...init, headers })
    }
    await using client = new AuthPlatformClient(config(forge))
    await expect(client.getAccessToken()).rejects.toThrow(InvalidCredentialsError)
  })

  it('tells a provider whose own certificate is not trusted as a failed connection, and sends it nothing', async () => {
    const elsewhere = { dispatcher: new Agent({ connect: { ...own, ca: (await CertificateAuthority.create()).certificate } }) }
    agents.push(elsewhere.dispatcher)
    await using client = new AuthPlatformClient(config((url, init) => fetch(url, { ...init, ...elsewhere })))
    await expect(client.getAccessToken()).rejects.toThrow(ConnectionError)
    expect(issuer.requests).toEqual([])
  })
})

describe('self_signed_tls_client_auth over TLS', () => {
  /** Registers a client with a certificate of its own, and answers its id. */
  async function register(identity: TlsIdentity): Promise<string> {
    const certificate = new X509Certificate(identity.cert)
    const key = { ...certificate.publicKey.export({ format: 'jwk' }), x5c: [certificate.raw.toString('base64')] }
    await using registrar = new AuthPlatformClient(config(present(), { clientId: 'registrar', clientAuthentication: none() }))
    const { clientId } = await registrar.registerClient({
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      tls_client_certificate_bound_access_tokens: true,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      jwks: { keys: [key] },
    })
    return clientId
  }

  it('gets a token with the certificate that it registered, and with no other', async () => {
    const identity = await createSelfSigned('shop')
    const clientAuthentication = tlsClientAuth('self_signed_tls_client_auth')
    const authentication = { clientId: await register(identity), clientAuthentication }
    await using client = new AuthPlatformClient(config(present(identity), authentication))
    expect(readBinding(await client.getAccessToken())).toEqual(toBinding(identity))
    for (const other of [undefined, await createSelfSigned('shop'), own]) {
      await using thief = new AuthPlatformClient(config(present(other), authentication))
      await expect(thief.getAccessToken()).rejects.toThrow(InvalidCredentialsError)
    }
  })
})
