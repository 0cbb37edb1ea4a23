import { createHash } from 'node:crypto'
import { DPoPError, InsufficientScopeError, TokenExpiredError, TokenInvalidError, TokenRevokedError } from '@auth/core-errors'
import { DPoPKeyPair, DPoPNonceIssuer } from '@auth/pkce-dpop'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestIssuer, type TestIssuer } from '../testing/index.ts'
import type { AuthResult } from './auth-context.ts'
import type { IntrospectionResult } from './introspection-result.ts'
import { ResourceServer } from './resource-server.ts'
import type { ResourceServerEvent } from './resource-server-event.ts'
import type { ResourceServerSettings } from './resource-server-options.ts'

const publicUrl = 'https://api.example'
let issuer: TestIssuer
let pair: DPoPKeyPair
beforeAll(async () => {
  issuer = await createTestIssuer({ audience: 'api' })
  pair = await DPoPKeyPair.generate()
})

function create(settings: ResourceServerSettings = {}): ResourceServer {
  return new ResourceServer({ issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now, publicUrl, ...settings })
}

interface Call {
  readonly scheme?: string
  readonly token: string
  readonly nonce?: string
  readonly proof?: string
  readonly scopes?: readonly string[]
}

async function call(server: ResourceServer, { scheme = 'DPoP', token, nonce, proof, scopes }: Call): Promise<AuthResult> {
  const dpop = proof ?? (await pair.createProof({ method: 'GET', url: `${publicUrl}/orders`, accessToken: token, nonce }))
  const request = { method: 'GET', url: '/orders?page=1', headers: { authorization: `${scheme} ${token}`, dpop } }
  return server.authenticate(request, scopes ? { scopes } : {})
}

async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'accepted',
    (error: unknown) => error,
  )
}

async function bound(claims: Record<string, unknown> = {}): Promise<string> {
  return issuer.sign({ cnf: { jkt: pair.thumbprint }, ...claims })
}

describe('DPoP', () => {
  it('takes a bound token with its proof, and says so', async () => {
    const { auth } = await call(create(), { token: await bound({ sub: 'ada' }) })
    expect(auth).toMatchObject({ scheme: 'DPoP', claims: { sub: 'ada' } })
  })

  it('a stolen token sent as Bearer is refused, and DPoP is asked for', async () => {
    const server = create()
    const error = await refusal(call(server, { scheme: 'Bearer', token: await bound() }))
    expect(error).toBeInstanceOf(TokenInvalidError)
    const { status, headers } = server.challenge(error)
    expect(status).toBe(401)
    expect(headers['www-authenticate']).toMatch(/^DPoP error="invalid_token", error_description="[^"]+", algs="ES256 [^"]+"$/)
  })

  it('is not offered without a public URL, and a bound token is refused all the same', async () => {
    const server = create({ publicUrl: undefined })
    expect(await refusal(call(server, { scheme: 'Bearer', token: await bound() }))).toBeInstanceOf(TokenInvalidError)
    expect(await refusal(call(server, { token: await bound() }))).toMatchObject({ code: 'AUTH_1005' })
    expect(server.challenge(undefined).headers).not.toHaveProperty('www-authenticate')
  })

  it('disabled means that no bound token is taken under any scheme', async () => {
    const server = create({ dpop: { mode: 'disabled' } })
    for (const scheme of ['Bearer', 'DPoP']) expect(await refusal(call(server, { scheme, token: await bound() }))).not.toBe('accepted')
    await call(server, { scheme: 'Bearer', token: await issuer.sign() })
  })

  it('required means that Bearer tokens are refused', async () => {
    const server = create({ dpop: { mode: 'required' } })
    const error = await refusal(call(server, { scheme: 'Bearer', token: await issuer.sign() }))
    expect(error).toMatchObject({ code: 'DPOP_6001' })
    expect(server.challenge(error).headers['www-authenticate']).toMatch(/^DPoP error="invalid_dpop_proof"/)
    await call(server, { token: await bound() })
  })

  it('an unbound token under the DPoP scheme is refused', async () => {
    expect(await refusal(call(create(), { token: await issuer.sign() }))).toMatchObject({
      code: 'AUTH_1002',
      details: { check: 'binding' },
    })
  })

  it('a proof that is used again is refused, and told', async () => {
    const events: ResourceServerEvent[] = []
    const server = create({ onEvent: (event) => events.push(event) })
    const token = await bound()
    const proof = await pair.createProof({ method: 'GET', url: `${publicUrl}/orders`, accessToken: token })
    await call(server, { token, proof })
    expect(await refusal(call(server, { token, proof }))).toMatchObject({ code: 'DPOP_6004' })
    expect(events.map(({ type }) => type)).toEqual(['jwks_refreshed', 'request_accepted', 'proof_replayed', 'request_refused'])
  })

  it('asks for a nonce, and renews it on 200, 401 and 403 alike', async () => {
    let nowMs = Date.now()
    const nonce = new DPoPNonceIssuer({ secrets: ['x'.repeat(32)], lifetimeSeconds: 100, now: () => nowMs })
    const server = create({ dpop: { nonce } })
    const token = await bound({ scope: 'a' })
    const first = await refusal(call(server, { token }))
    expect(first).toBeInstanceOf(DPoPError)
    const { headers, body } = server.challenge(first)
    expect([body.error, headers['dpop-nonce']]).toEqual(['use_dpop_nonce', await nonce.issue()])
    const old = String(headers['dpop-nonce'])
    expect((await call(server, { token, nonce: old })).headers).toEqual({})
    nowMs += 50_000
    const next = await nonce.issue()
    expect(next).not.toBe(old)
    expect((await call(server, { token, nonce: old })).headers).toEqual({ 'dpop-nonce': next, 'cache-control': 'no-store' })
    const lacking = await refusal(call(server, { token, nonce: old, scopes: ['b'] }))
    expect(lacking).toBeInstanceOf(InsufficientScopeError)
    expect(server.challenge(lacking)).toMatchObject({ status: 403, headers: { 'dpop-nonce': next } })
    const expired = await refusal(call(server, { token: await bound({ exp: 1 }), nonce: old }))
    expect(expired).toBeInstanceOf(TokenExpiredError)
    expect(server.challenge(expired)).toMatchObject({ status: 401, headers: { 'dpop-nonce': next } })
  })

  it('a replay store that is down is 503', async () => {
    const replayStore = { claim: () => Promise.reject(new Error('down')) }
    const server = create({ dpop: { replayStore } })
    expect(server.challenge(await refusal(call(server, { token: await bound() }))).status).toBe(503)
    const events: ResourceServerEvent[] = []
    await call(create({ dpop: { replayStore, failOpen: true }, onEvent: (event) => events.push(event) }), { token: await bound() })
    expect(events.map(({ type }) => type)).toEqual(['jwks_refreshed', 'replay_check_skipped', 'request_accepted'])
  })
})

describe('client certificates', () => {
  const certificate = new Uint8Array([1, 2, 3])
  const cnf = { 'x5t#S256': createHash('sha256').update(certificate).digest('base64url') }
  const bearer = async (server: ResourceServer, raw?: unknown): Promise<AuthResult> =>
    server.authenticate({ method: 'GET', url: '/', headers: { authorization: `Bearer ${await issuer.sign({ cnf })}` }, raw })

  it('a bound token passes with its certificate alone', async () => {
    const server = create({ getCertificate: (request) => (request as { shown?: Uint8Array }).shown })
    expect((await bearer(server, { shown: certificate })).auth.scheme).toBe('Bearer')
    for (const raw of [{ shown: new Uint8Array([9]) }, {}, undefined])
      expect(await refusal(bearer(server, raw))).toMatchObject({ code: 'AUTH_1002', details: { check: 'certificate' } })
  })

  it('without a way to see certificates a bound token is refused', async () => {
    expect(await refusal(bearer(create()))).toMatchObject({ details: { check: 'certificate' } })
  })
})

describe('introspection', () => {
  function answer(members: object = {}): IntrospectionResult {
    const exp = Math.floor(issuer.now() / 1000) + 60
    return { active: true, iss: issuer.issuer, aud: 'api', sub: 'ada', scope: 'a b', exp, ...members }
  }

  function createAsking(introspect: (token: string) => IntrospectionResult | Promise<never>): { server: ResourceServer; asked: string[] } {
    const asked: string[] = []
    const introspection = { introspect: async (token: string) => (asked.push(token), introspect(token)) }
    return { server: create({ introspection }), asked }
  }

  it('judges opaque tokens, once for as long as the answer is remembered', async () => {
    const { server, asked } = createAsking(() => answer())
    for (let index = 0; index < 3; index++) {
      const { auth } = await call(server, { scheme: 'Bearer', token: 'opaque', scopes: ['a'] })
      expect(auth).toMatchObject({ scopes: ['a', 'b'], issuer: issuer.issuer, claims: { sub: 'ada' } })
    }
    expect(asked).toEqual(['opaque'])
    await server.invalidate('opaque')
    await call(server, { scheme: 'Bearer', token: 'opaque' })
    expect(asked).toHaveLength(2)
  })

  it('a JWT is verified here and asked about only where a route wants it', async () => {
    const { server, asked } = createAsking(() => answer())
    const token = await issuer.sign()
    const headers = { authorization: `Bearer ${token}` }
    await server.authenticate({ method: 'GET', url: '/', headers })
    expect(asked).toEqual([])
    await server.authenticate({ method: 'GET', url: '/', headers }, { introspect: true })
    expect(asked).toEqual([token])
    const forged = { authorization: `Bearer ${token.slice(0, -8)}AAAAAAAA` }
    expect(await refusal(server.authenticate({ method: 'GET', url: '/', headers: forged }, { introspect: true }))).toBeInstanceOf(
      TokenInvalidError,
    )
    expect(asked).toHaveLength(1)
  })

  it('a JWT that its issuer has withdrawn is told as revoked', async () => {
    const { server } = createAsking(() => ({ active: false }))
    const headers = { authorization: `Bearer ${await issuer.sign()}` }
    const error = await refusal(server.authenticate({ method: 'GET', url: '/', headers }, { introspect: true }))
    expect(error).toBeInstanceOf(TokenRevokedError)
  })

  it('asks for the proof of an opaque token that is bound', async () => {
    const { server } = createAsking(() => answer({ token_type: 'DPoP', cnf: { jkt: pair.thumbprint } }))
    expect((await call(server, { token: 'opaque' })).auth.scheme).toBe('DPoP')
    expect(await refusal(call(server, { scheme: 'Bearer', token: 'opaque' }))).toMatchObject({ details: { check: 'binding' } })
  })

  it.each([
    ['not active', { active: false }, 'inactive'],
    ['of another issuer', { iss: 'https://evil.example' }, 'iss'],
    ['for another API', { aud: 'other' }, 'aud'],
  ])('refuses an opaque token that is %s', async (_, members, check) => {
    const { server } = createAsking(() => answer(members))
    expect(await refusal(call(server, { scheme: 'Bearer', token: 'opaque' }))).toMatchObject({ code: 'AUTH_1002', details: { check } })
  })

  it('an issuer that cannot be asked is an outage', async () => {
    const { server } = createAsking(() => Promise.reject(new TokenInvalidError('looks like a refusal')))
    const error = await refusal(call(server, { scheme: 'Bearer', token: 'opaque' }))
    expect(server.challenge(error)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
  })

  it('without it an opaque token has no form, and one that is too long is never asked about', async () => {
    expect(await refusal(call(create(), { scheme: 'Bearer', token: 'opaque' }))).toMatchObject({ details: { check: 'format' } })
    const { server, asked } = createAsking(() => answer())
    expect(await refusal(call(server, { scheme: 'Bearer', token: 'x'.repeat(16_385) }))).toMatchObject({ details: { check: 'size' } })
    expect(asked).toEqual([])
  })

  it('beside a validator that is given, issuer and audience say whose opaque tokens are taken', async () => {
    const introspection = { introspect: async () => answer() }
    const validator = { validate: () => Promise.reject(new Error('not asked')) }
    const server = new ResourceServer({ validator, introspection, issuer: issuer.issuer, audience: 'api', now: issuer.now })
    expect((await call(server, { scheme: 'Bearer', token: 'opaque' })).auth.claims.sub).toBe('ada')
  })
})
