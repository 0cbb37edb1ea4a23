import {
  credentials as channel,
  type ClientReadableStream,
  type ClientWritableStream,
  Metadata,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceError,
  status,
} from '@grpc/grpc-js'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { CertificateAuthority, type TlsIdentity } from 'issuer/certificates'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKit, type Kit } from './kit.ts'
import { type OrdersClient, type RunningGrpc, startOrders, toMetadata } from './subjects/grpc.ts'

let kit: Kit
let grpc: RunningGrpc

beforeAll(async () => {
  kit = await createKit()
  grpc = await startOrders(kit)
})
afterAll(() => grpc.close())

async function bearer(claims: Record<string, unknown> = {}): Promise<Metadata> {
  return toMetadata({ authorization: `Bearer ${await kit.issuer.sign({ sub: 'ada', scope: 'orders:read', ...claims })}` })
}

/** What came of a call: its answers, or the status that it failed with. */
type Outcome = readonly string[] | ServiceError

async function readAll(stream: ClientReadableStream<{ text: string }>): Promise<Outcome> {
  const texts: string[] = []
  try {
    for await (const { text } of stream) texts.push(text)
    return texts
  } catch (error) {
    return error as ServiceError
  }
}

function sendTwo(stream: ClientWritableStream<object>): void {
  stream.on('error', () => {}) // told by the answer
  stream.write({})
  stream.write({})
  stream.end()
}

function collect(method: 'count' | 'collect', metadata: Metadata): Promise<Outcome> {
  return new Promise((resolve) => sendTwo(grpc.client[method](metadata, (error, answer) => resolve(error ?? [answer!.text]))))
}

function converse(method: 'chat' | 'relay', metadata: Metadata): Promise<Outcome> {
  const stream = grpc.client[method](metadata)
  sendTwo(stream)
  return readAll(stream)
}

const calls: readonly (readonly [kind: string, call: (metadata: Metadata) => Promise<Outcome>, answers: readonly string[]])[] = [
  ['that answers with a stream', (metadata) => readAll(grpc.client.watch({}, metadata)), ['ada', 'ada']],
  ['that takes a stream', (metadata) => collect('count', metadata), ['2']],
  ['of streams both ways', (metadata) => converse('chat', metadata), ['yes', 'yes']],
  ['whose handler reads the stream itself', (metadata) => collect('collect', metadata), ['2']],
  ['whose handler has both streams itself', (metadata) => converse('relay', metadata), ['yes', 'yes']],
]

describe.each(calls)('a call of gRPC %s', (_kind, call, answers) => {
  it('passes with a good token', async () => {
    expect(await call(await bearer())).toEqual(answers)
  })

  it.each<[string, () => Metadata | Promise<Metadata>, number, string]>([
    ['without a token', () => new Metadata(), status.UNAUTHENTICATED, 'AUTH_1005'],
    ['with an expired one', () => bearer({ exp: 1 }), status.UNAUTHENTICATED, 'AUTH_1001'],
    ['with what is none', () => toMetadata({ authorization: 'Bearer x' }), status.UNAUTHENTICATED, 'AUTH_1002'],
    ['without the scope', () => bearer({ scope: 'other' }), status.PERMISSION_DENIED, 'AUTH_1006'],
    ['while nobody can tell', () => bearer({ list: 'away' }), status.UNAVAILABLE, 'SRV_5002'],
  ])('is refused %s', async (_case, credentials, expected, code) => {
    const error = (await call(await credentials())) as ServiceError
    expect([error.code, error.metadata.get('code')]).toEqual([expected, [code]])
  })
})

function list(client: OrdersClient, metadata: Metadata): Promise<{ text: string } | ServiceError> {
  return new Promise((resolve) => client.list({}, metadata, (error, answer) => resolve(error ?? answer!)))
}

it('a refusal of gRPC has its description, and the challenge in its trailers', async () => {
  const metadata = await bearer({ scope: 'other' })
  metadata.set('x-correlation-id', 'order-7')
  const error = (await list(grpc.client, metadata)) as ServiceError
  expect(error.details).toContain('orders:read')
  expect(error.metadata.getMap()).toMatchObject({
    error: 'insufficient_scope',
    code: 'AUTH_1006',
    'www-authenticate': expect.stringContaining('scope="orders:read"'),
    'x-correlation-id': 'order-7',
  })
  const outage = (await list(grpc.client, await bearer({ list: 'away' }))) as ServiceError
  expect(outage.metadata.get('retry-after')).toEqual([expect.stringMatching(/^\d+$/)])
})

it('many users at once on one connection each see themselves', async () => {
  const users = Array.from({ length: 50 }, (_, index) => `user-${index}`)
  const answers = await Promise.all(users.map(async (sub) => list(grpc.client, await bearer({ sub }))))
  expect(answers).toEqual(users.map((text) => ({ text })))
})

it('a call that its client gives up while it is judged leaves nothing behind', async () => {
  const stream = grpc.client.watch({}, await bearer())
  stream.cancel()
  const [error] = (await once(stream, 'error')) as [ServiceError]
  expect(error.code).toBe(status.CANCELLED)
  expect(await list(grpc.client, await bearer())).toEqual({ text: 'ada' })
})

describe('a token bound to a certificate, over gRPC with TLS', () => {
  const toBuffers = ({ key, cert }: TlsIdentity): [key: Buffer, certificate: Buffer] => [Buffer.from(key), Buffer.from(cert)]
  let authority: CertificateAuthority
  let secure: RunningGrpc
  let own: TlsIdentity

  beforeAll(async () => {
    authority = await CertificateAuthority.create()
    own = await authority.issue('shop')
    const getCertificate = (call: ServerUnaryCall<object, object>): Uint8Array | undefined => call.getAuthContext().sslPeerCertificate?.raw
    const [key, certificate] = toBuffers(await authority.issue('api'))
    const security = ServerCredentials.createSsl(Buffer.from(authority.certificate), [{ private_key: key, cert_chain: certificate }], true)
    secure = await startOrders({ options: { ...kit.options, getCertificate } as unknown as Kit['options'] }, security) // whose functions get the call
  })
  afterAll(() => secure.close())

  async function send(identity: TlsIdentity, metadata: Metadata): Promise<unknown> {
    return list(secure.connect(channel.createSsl(Buffer.from(authority.certificate), ...toBuffers(identity))), metadata)
  }

  it('passes with that one alone', async () => {
    const fingerprint = new X509Certificate(own.cert).fingerprint256.replaceAll(':', '')
    const bound = await bearer({ cnf: { 'x5t#S256': Buffer.from(fingerprint, 'hex').toString('base64url') } })
    expect(await send(own, bound)).toEqual({ text: 'ada' })
    expect(await send(await authority.issue('shop'), bound)).toMatchObject({ code: status.UNAUTHENTICATED })
    // The same over a connection without TLS, where no certificate is.
    expect(await list(grpc.client, bound)).toMatchObject({ code: status.UNAUTHENTICATED })
  })
})
