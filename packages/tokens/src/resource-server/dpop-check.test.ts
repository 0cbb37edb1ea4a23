import { DPoPError, ServiceUnavailableError } from '@auth/core-errors'
import { DPoPKeyPair, DPoPNonceIssuer, type DPoPProofRequest } from '@auth/pkce-dpop'
import { beforeAll, describe, expect, it } from 'vitest'
import { DPoPCheck } from './dpop-check.ts'
import type { DPoPOptions } from './dpop-options.ts'

const publicUrl = 'https://api.example/v1'
const token = 'the-token'
let pair: DPoPKeyPair
beforeAll(async () => {
  pair = await DPoPKeyPair.generate()
})

function create(options: DPoPOptions = {}): { check: DPoPCheck; skipped: () => number } {
  let skipped = 0
  const onReplayCheckSkipped = (): void => void skipped++
  return {
    check: new DPoPCheck(options, { publicUrl, now: Date.now, monotonicNow: () => 0, onReplayCheckSkipped }),
    skipped: () => skipped,
  }
}

const target: DPoPProofRequest = { method: 'GET', url: `${publicUrl}/orders`, accessToken: token }

async function verify(check: DPoPCheck, proofs: readonly string[], url = '/orders', headers: object = {}): Promise<string | undefined> {
  const request = { method: 'GET', url, headers: { dpop: proofs, ...headers } }
  return check.verify(request, { token, jkt: pair.thumbprint })
}

describe('DPoPCheck', () => {
  it('takes a proof for this request and token, whatever Host and forwarded headers say', async () => {
    const { check } = create()
    const liars = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' }
    for (const url of ['/orders', '/orders?page=2#x', 'https://evil.example/orders?x', '/%6Frders', '/x/../orders'])
      expect(await verify(check, [await pair.createProof(target)], url, liars)).toBeUndefined()
  })

  it.each([
    ['another path', { url: `${publicUrl}/orders/` }],
    ['the path without the prefix', { url: 'https://api.example/orders' }],
    ['another host', { url: 'https://evil.example/v1/orders' }],
    ['another scheme', { url: 'http://api.example/v1/orders' }],
    ['another method', { method: 'POST' }],
    ['the method in another case', { method: 'get' }],
    ['another token', { accessToken: 'other' }],
    ['no token', { accessToken: undefined }],
  ])('refuses a proof for %s', async (_, change) => {
    await expect(verify(create().check, [await pair.createProof({ ...target, ...change })])).rejects.toMatchObject({ code: 'DPOP_6002' })
  })

  it('takes only the key that the token is bound to', async () => {
    const stranger = await DPoPKeyPair.generate()
    await expect(verify(create().check, [await stranger.createProof(target)])).rejects.toMatchObject({ details: { check: 'binding' } })
  })

  it('asks for exactly one header', async () => {
    const { check } = create()
    const [first, second] = [await pair.createProof(target), await pair.createProof(target)]
    await expect(verify(check, [])).rejects.toMatchObject({ code: 'DPOP_6001' })
    for (const proofs of [[first, second], [`${first}, ${second}`], [`${first},${second}`], [first, '']])
      await expect(verify(check, proofs)).rejects.toMatchObject({ details: { check: 'count' } })
    expect(await verify(check, [first])).toBeUndefined()
  })

  it('takes a proof once', async () => {
    const { check } = create()
    const proof = await pair.createProof(target)
    await verify(check, [proof])
    await expect(verify(check, [proof])).rejects.toMatchObject({ code: 'DPOP_6004' })
  })

  it('a replay store that is down is an outage, unless it was said otherwise', async () => {
    const replayStore = { claim: () => Promise.reject(new Error('down')) }
    await expect(verify(create({ replayStore }).check, [await pair.createProof(target)])).rejects.toThrow(ServiceUnavailableError)
    const { check, skipped } = create({ replayStore, failOpen: true })
    await verify(check, [await pair.createProof(target)])
    expect(skipped()).toBe(1)
  })

  it('asks for a nonce, and tells the next one when it is due', async () => {
    let nowMs = Date.now()
    const nonce = new DPoPNonceIssuer({ secrets: ['x'.repeat(32)], lifetimeSeconds: 100, now: () => nowMs })
    const { check } = create({ nonce })
    const error: unknown = await verify(check, [await pair.createProof(target)]).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(DPoPError)
    const { code, dpopNonce } = error as DPoPError
    expect([code, dpopNonce]).toEqual(['DPOP_6003', await check.issueNonce()])
    expect(await verify(check, [await pair.createProof({ ...target, nonce: dpopNonce })])).toBeUndefined()
    nowMs += 50_000
    expect(await verify(check, [await pair.createProof({ ...target, nonce: dpopNonce })])).toBe(await check.issueNonce())
  })

  it('a nonce issuer that is down is an outage for proofs, and no nonce for refusals', async () => {
    const nonce = { issue: () => Promise.reject(new Error('down')), check: () => true }
    const { check } = create({ nonce })
    await expect(verify(check, [await pair.createProof({ ...target, nonce: 'x' })])).rejects.toThrow(ServiceUnavailableError)
    expect(await check.issueNonce()).toBeUndefined()
    expect(await create().check.issueNonce()).toBeUndefined()
  })

  it('tells and takes the algorithms that it was given', async () => {
    const { check } = create({ algorithms: ['EdDSA'] })
    expect(check.algorithms).toEqual(['EdDSA'])
    await expect(verify(check, [await pair.createProof(target)])).rejects.toMatchObject({ details: { check: 'alg' } })
    expect(create().check.algorithms).toContain('ES256')
  })

  it('a proof that is too old is refused', async () => {
    let nowMs = Date.now()
    const check = new DPoPCheck(
      { maxAgeSeconds: 60 },
      { publicUrl, now: () => nowMs, monotonicNow: () => nowMs, onReplayCheckSkipped: () => {} },
    )
    const proof = await pair.createProof(target)
    nowMs += 75_000
    await expect(verify(check, [proof])).rejects.toMatchObject({ details: { check: 'iat' } })
  })
})
