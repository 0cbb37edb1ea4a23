import { createHash } from 'node:crypto'
import { DPoPKeyPair, DPoPNonceIssuer } from '@auth/pkce-dpop'
import { createTestIssuer, type TestIssuer } from '@auth/tokens/testing'
import type { Express, RequestHandler } from 'express'
import { beforeAll, describe, expect, it } from 'vitest'
import { createExpressAuth, type ExpressAuthOptions } from '../src/index.ts'
import { expressVersions } from './express-versions.ts'
import { serve } from './serve.ts'

const publicUrl = 'https://api.example/v1'
let issuer: TestIssuer
let pair: DPoPKeyPair
let token: string
beforeAll(async () => {
  issuer = await createTestIssuer({ audience: 'api' })
  pair = await DPoPKeyPair.generate()
  token = await issuer.sign({ sub: 'ada', cnf: { jkt: pair.thumbprint } })
})

async function prove(path: string, { method = 'GET', nonce }: { method?: string; nonce?: string } = {}): Promise<Record<string, string>> {
  const dpop = await pair.createProof({ method, url: `${publicUrl}${path}`, accessToken: token, nonce })
  return { authorization: `DPoP ${token}`, dpop }
}

describe.each(expressVersions)('%s', (_, express) => {
  function createApp(more: Partial<ExpressAuthOptions> = {}): Express {
    const options = { issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now, publicUrl, ...more }
    const { requireAuth, requiredScopes } = createExpressAuth(options as ExpressAuthOptions)
    const tellScheme: RequestHandler = (request, response) =>
      void response.json({ sub: request.auth?.claims.sub, scheme: request.auth?.scheme })
    const router = express.Router().use(requireAuth()).get('/orders', requireAuth(), tellScheme)
    return express().get('/me', requireAuth(), tellScheme).get('/scoped', requiredScopes('a'), tellScheme).use('/shop', router)
  }

  it('takes a bound token with its proof, and many at once', async () => {
    await using server = await serve(createApp())
    const answers = await Promise.all(Array.from({ length: 10 }, async () => server.send('/me', await prove('/me'))))
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { sub: 'ada', scheme: 'DPoP' } })
  })

  it('compares with the public URL, whatever the client writes into Host and forwarded headers', async () => {
    await using server = await serve(createApp())
    const lies = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', 'x-forwarded-prefix': '/v2' }
    expect(await server.send('/me', { ...(await prove('/me')), ...lies })).toMatchObject({ status: 200 })
    const dpop = await pair.createProof({ method: 'GET', url: 'http://evil.example/v2/me', accessToken: token })
    expect(await server.send('/me', { ...(await prove('/me')), ...lies, dpop })).toMatchObject({ status: 401, body: { code: 'DPOP_6002' } })
  })

  it.each(['/me', '/me/', '/ME', '/%6De', '/me?page=2', '/shop/orders', '/shop/%6frders', '/shop//orders/../orders'])(
    'knows the path of %s as the client wrote it, below routers too, for GET and HEAD',
    async (path) => {
      await using server = await serve(createApp())
      for (const method of ['GET', 'HEAD']) {
        const plain = await server.send(path, { authorization: `Bearer ${await issuer.sign()}` }, method)
        expect((await server.send(path, await prove(path, { method }), method)).status).toBe(plain.status)
        if (plain.status === 200) expect(await server.send(path, await prove('/other', { method }), method)).toMatchObject({ status: 401 })
      }
    },
  )

  it('a proof for GET is none for HEAD or POST', async () => {
    await using server = await serve(createApp())
    expect(await server.send('/me', await prove('/me'), 'HEAD')).toMatchObject({ status: 401 })
  })

  it('refuses two proofs, whether Node joins them or not', async () => {
    await using server = await serve(createApp())
    const [first, second] = [await prove('/me'), await prove('/me')]
    for (const dpop of [[first['dpop']!, second['dpop']!], `${first['dpop']}, ${second['dpop']}`])
      expect(await server.send('/me', { authorization: `DPoP ${token}`, dpop })).toMatchObject({ status: 401, body: { code: 'DPOP_6002' } })
  })

  it('two guards on one request use one proof once; the proof is not taken again', async () => {
    await using server = await serve(createApp())
    const headers = await prove('/shop/orders')
    expect(await server.send('/shop/orders', headers)).toMatchObject({ status: 200 })
    const replayed = await server.send('/shop/orders', headers)
    expect(replayed).toMatchObject({ status: 401, body: { error: 'invalid_dpop_proof', code: 'DPOP_6004' } })
    expect(replayed.headers['www-authenticate']).toMatch(/^DPoP error="invalid_dpop_proof", .*algs="ES256 /)
  })

  it('a stolen token sent as Bearer is refused, with or without a proof', async () => {
    await using server = await serve(createApp())
    const { dpop } = await prove('/me')
    for (const headers of [{}, { dpop: dpop! }]) {
      const answer = await server.send('/me', { authorization: `Bearer ${token}`, ...headers })
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_token', code: 'AUTH_1002' } })
      expect(answer.headers['www-authenticate']).toMatch(/^DPoP error="invalid_token"/)
    }
  })

  it('without a proof, or with one that is no proof, the answer says so', async () => {
    await using server = await serve(createApp())
    expect(await server.send('/me', { authorization: `DPoP ${token}` })).toMatchObject({ status: 401, body: { code: 'DPOP_6001' } })
    for (const dpop of ['%', 'a.b.c', token, '{}', 'x'.repeat(9000)])
      expect(await server.send('/me', { authorization: `DPoP ${token}`, dpop })).toMatchObject({ status: 401, body: { code: 'DPOP_6002' } })
  })

  it('demands a nonce, takes it, and renews it on 200, 401 and 403', async () => {
    let nowMs = Date.now()
    const nonce = new DPoPNonceIssuer({ secrets: ['s'.repeat(32)], lifetimeSeconds: 100, now: () => nowMs })
    await using server = await serve(createApp({ dpop: { nonce } }))
    const demanded = await server.send('/me', await prove('/me'))
    expect(demanded).toMatchObject({ status: 401, body: { error: 'use_dpop_nonce', code: 'DPOP_6003' } })
    const first = String(demanded.headers['dpop-nonce'])
    expect(await server.send('/me', await prove('/me', { nonce: first }))).toMatchObject({ status: 200 })
    nowMs += 50_000
    const renewed = await server.send('/me', await prove('/me', { nonce: first }))
    const second = String(renewed.headers['dpop-nonce'])
    expect([renewed.status, second === first, renewed.headers['cache-control']]).toEqual([200, false, 'no-store'])
    const lacking = await server.send('/scoped', await prove('/scoped', { nonce: first }))
    expect([lacking.status, lacking.headers['dpop-nonce']]).toEqual([403, second])
    const invented = await server.send('/me', await prove('/me', { nonce: 'invented' }))
    expect([invented.status, invented.body['code'], invented.headers['dpop-nonce']]).toEqual([401, 'DPOP_6003', second])
  })

  it('required: no Bearer token passes', async () => {
    await using server = await serve(createApp({ dpop: { mode: 'required' } }))
    const answer = await server.send('/me', { authorization: `Bearer ${await issuer.sign()}` })
    expect(answer).toMatchObject({ status: 401, body: { code: 'DPOP_6001' } })
    expect((await server.send('/me')).headers['www-authenticate']).toMatch(/^DPoP algs="/)
  })

  it('a replay store that is down is 503', async () => {
    await using server = await serve(createApp({ dpop: { replayStore: { claim: () => Promise.reject(new Error('down')) } } }))
    const answer = await server.send('/me', await prove('/me'))
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1'])
  })

  it('a token that is bound to a certificate passes with that one alone', async () => {
    const getCertificate: ExpressAuthOptions['getCertificate'] = (request) => {
      const der = request.get('x-client-certificate')
      return der === undefined ? undefined : Buffer.from(der, 'base64')
    }
    await using server = await serve(createApp({ getCertificate }))
    const der = Buffer.from('a certificate')
    const cnf = { 'x5t#S256': createHash('sha256').update(der).digest('base64url') }
    const headers = { authorization: `Bearer ${await issuer.sign({ cnf })}` }
    expect(await server.send('/me', { ...headers, 'x-client-certificate': der.toString('base64') })).toMatchObject({ status: 200 })
    expect(await server.send('/me', { ...headers, 'x-client-certificate': 'AAAA' })).toMatchObject({
      status: 401,
      body: { code: 'AUTH_1002' },
    })
    expect(await server.send('/me', headers)).toMatchObject({ status: 401 })
  })
})
