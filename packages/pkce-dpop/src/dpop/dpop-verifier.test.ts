import { createHash } from 'node:crypto'
import { ServiceUnavailableError } from '@auth/core-errors'
import fc from 'fast-check'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import { resourceRequest, thumbprint, tokenRequest } from '../../fixtures/rfc9449.ts'
import { catchError } from '../../test/catch-error.ts'
import { keyPair, method, now, type ProofParts, signParts, signProof, url } from '../../test/sign-proof.ts'
import { DPoPKeyPair } from './dpop-key-pair.ts'
import { DPoPNonceIssuer } from './dpop-nonce-issuer.ts'
import { type PresentedDPoPProof, DPoPVerifier } from './dpop-verifier.ts'
import { MemoryReplayStore } from './memory-replay-store.ts'
import { type ProofAlgorithm, proofAlgorithms } from './proof-algorithm.ts'
import type { ReplayStore } from './replay-store.ts'
import type { DPoPVerifierOptions } from './resolve-verifier-options.ts'

const accessToken = 'access-token'
const ath = createHash('sha256').update(accessToken).digest('base64url')
const other = await DPoPKeyPair.generate({ now: () => now })

function createVerifier(options: Partial<DPoPVerifierOptions> = {}): DPoPVerifier {
  return new DPoPVerifier({ replayStore: new MemoryReplayStore({ now: () => now }), now: () => now, ...options })
}

/** What is presented with a proof, and the proof's parts. */
type Attempt = ProofParts & Partial<Omit<PresentedDPoPProof, 'proof'>>

async function toRequest({ header, payload, signer, ...request }: Attempt = {}): Promise<PresentedDPoPProof> {
  return {
    method,
    url,
    ...request,
    proof: await signProof({ ...(header && { header }), ...(payload && { payload }), ...(signer && { signer }) }),
  }
}

describe('a good proof', () => {
  it('tells the key, its thumbprint and algorithm, the id and the time', async () => {
    const request = await toRequest({ payload: { jti: 'an id' } })
    expect(await createVerifier().verify(request)).toEqual({
      thumbprint: keyPair.thumbprint,
      publicJwk: keyPair.publicJwk,
      algorithm: 'ES256',
      jti: 'an id',
      iat: now / 1000,
      dpopNonce: undefined,
    })
  })

  it.each([
    ['§4.1', tokenRequest],
    ['§7.1', resourceRequest],
  ])('is that of RFC 9449 %s', async (_, { iat, jti, ...request }) => {
    const verifier = createVerifier({ now: () => iat * 1000 })
    expect(await verifier.verify({ ...request, boundThumbprint: thumbprint })).toMatchObject({ thumbprint, jti, iat })
  })

  it.each(Object.keys(proofAlgorithms) as ProofAlgorithm[])('is one that jose made with %s', async (alg) => {
    const { publicKey, privateKey } = await generateKeyPair(alg)
    const proof = await new SignJWT({ htm: method, htu: url, jti: '1', ath, iat: now / 1000 })
      .setProtectedHeader({ typ: 'dpop+jwt', alg, jwk: await exportJWK(publicKey) })
      .sign(privateKey)
    expect(await createVerifier().verify({ proof, method, url, accessToken })).toMatchObject({ algorithm: alg, jti: '1' })
  })

  it('is for its access token and the key that this is bound to', async () => {
    const request = await toRequest({ payload: { ath }, accessToken, boundThumbprint: keyPair.thumbprint })
    expect(await createVerifier().verify(request)).toMatchObject({ thumbprint: keyPair.thumbprint })
  })

  it('is for another spelling of the URL', async () => {
    const request = await toRequest({
      payload: { htu: 'HTTPS://API.EXAMPLE:443/%6frders?page=2' },
      url: 'https://api.example/orders?page=3',
    })
    expect(await createVerifier().verify(request)).toMatchObject({ thumbprint: keyPair.thumbprint })
  })

  it('is good when it brings a nonce that nobody asked for, or an ath without a token', async () => {
    expect(await createVerifier().verify(await toRequest({ payload: { nonce: 'any', ath: 'any' } }))).toMatchObject({
      dpopNonce: undefined,
    })
  })
})

/** RFC 9449 §4.3, in its order. */
const bad: readonly [check: string, what: string, attempt: Attempt][] = [
  [
    'format',
    'whose header has a name twice',
    { header: `{"typ":"dpop+jwt","typ":"dpop+jwt","alg":"ES256","jwk":${JSON.stringify(keyPair.publicJwk)}}` },
  ],
  ['format', 'whose payload has a name twice', { payload: `{"jti":"1","htm":"POST","htm":"POST","htu":"${url}","iat":${now / 1000}}` }],
  ['typ', 'of another type', { header: { typ: 'JWT' } }],
  ['alg', 'of an algorithm that is not on the list', { header: { alg: 'ES384' } }],
  ['alg', 'without a signature algorithm', { header: { alg: 'none' } }],
  ['crit', 'with critical members', { header: { crit: ['b64'], b64: false } }],
  ['jwk', 'without a key', { header: { jwk: undefined } }],
  ['jwk', 'with a private key', { header: { jwk: { ...keyPair.publicJwk, d: 'AAAA' } } }],
  ['jwk', 'with a key of another type', { header: { jwk: { kty: 'oct', k: 'AAAA' } } }],
  ['signature', 'signed by another key', { header: { jwk: other.publicJwk } }],
  ['signature', 'with a point that is not on its curve', { header: { jwk: { ...keyPair.publicJwk, y: 'A'.repeat(43) } } }],
  ['jti', 'without an id', { payload: { jti: undefined } }],
  ['jti', 'with an id of 257 characters', { payload: { jti: 'a'.repeat(257) } }],
  ['htm', 'without a method', { payload: { htm: undefined } }],
  ['htm', 'for another method', { payload: { htm: 'GET' } }],
  ['htm', 'for the method in small letters', { payload: { htm: 'post' } }],
  ['htu', 'without a URL', { payload: { htu: undefined } }],
  ['htu', 'for another URL', { payload: { htu: 'https://api.example/orders/1' } }],
  ['iat', 'without a time', { payload: { iat: undefined } }],
  ['iat', 'that is too old', { payload: { iat: now / 1000 - 311 } }],
  ['iat', 'from the future', { payload: { iat: now / 1000 + 11 } }],
  ['ath', 'without the hash of the access token', { accessToken }],
  ['ath', 'for another access token', { accessToken, payload: { ath: ath.toLowerCase() } }],
  ['binding', 'of another key than the token is bound to', { boundThumbprint: other.thumbprint }],
]

describe('a bad proof', () => {
  it.each(bad)('is refused, by its %s, when it is one %s', async (check, _, attempt) => {
    const verifier = createVerifier({ algorithms: ['ES256', 'EdDSA'] })
    const error = await catchError(async () => verifier.verify(await toRequest(attempt)))
    expect(error).toMatchObject({ name: 'DPoPError', code: 'DPOP_6002', httpStatus: 401, details: { check } })
  })

  it.each(bad)('is not used up (%s, one %s): only a good one is claimed', async (_check, _, attempt) => {
    const claim = vi.fn<ReplayStore['claim']>()
    const verifier = createVerifier({ replayStore: { claim }, algorithms: ['ES256'] })
    await catchError(async () => verifier.verify(await toRequest(attempt)))
    expect(claim).not.toHaveBeenCalled()
  })

  it.each([[undefined], [null], ['']])('is asked for when there is %j', async (proof) => {
    expect(await catchError(() => createVerifier().verify({ proof, method, url }))).toMatchObject({
      code: 'DPOP_6001',
      details: { check: 'missing' },
    })
  })

  it('is refused when there are two, as Node joins two headers', async () => {
    const proof = `${await signProof()}, ${await signProof()}`
    expect(await catchError(() => createVerifier().verify({ proof, method, url }))).toMatchObject({
      code: 'DPOP_6002',
      details: { check: 'count' },
    })
  })

  it('is refused before it is decoded when it is longer than 8192 characters', async () => {
    const proof = await signProof({ payload: { jti: 'a'.repeat(10_240) } })
    expect(await catchError(() => createVerifier().verify({ proof, method, url }))).toMatchObject({ details: { check: 'size' } })
  })

  it('is refused with every change of a single character', async () => {
    const verifier = createVerifier()
    const proof = await signProof()
    await verifier.verify({ proof, method, url })
    const fresh = await signProof()
    for (let index = 0; index < fresh.length; index++) {
      const changed = fresh.slice(0, index) + (fresh[index] === 'A' ? 'B' : 'A') + fresh.slice(index + 1)
      expect(await catchError(() => verifier.verify({ proof: changed, method, url }))).toMatchObject({ code: 'DPOP_6002' })
    }
    await verifier.verify({ proof: fresh, method, url })
  })

  it('is refused when its parts are spelled in any other way, though the bytes are the same', async () => {
    const [header, payload, signature] = (await signProof()).split('.') as [string, string, string]
    const padded = `${header}${'='.repeat((4 - (header.length % 4)) % 4 || 4)}`
    for (const proof of [
      await signParts(`${padded}.${payload}`),
      await signParts(`${header}.${payload}=`),
      `${header}.${payload}.${signature}==`,
    ]) {
      expect(await catchError(() => createVerifier().verify({ proof, method, url }))).toMatchObject({ details: { check: 'format' } })
    }
  })

  it('gives a typed error whatever it is', async () => {
    const verifier = createVerifier()
    const part = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
        expect(await catchError(() => verifier.verify({ proof: parts.join('.'), method, url }))).toMatchObject({ name: 'DPoPError' })
      }),
      { numRuns: 500 },
    )
    for (const proof of [7, {}, ['a'], true])
      expect(await catchError(() => verifier.verify({ proof: proof as never, method, url }))).toMatchObject({ code: 'DPOP_6002' })
  })

  it('is not shown, nor the token, by the error', async () => {
    const proof = await signProof({ signer: other, header: { jwk: keyPair.publicJwk } })
    const error = await catchError(() => createVerifier().verify({ proof, method, url, accessToken }))
    for (const secret of [proof.split('.')[1]!, proof.split('.')[2]!, accessToken]) expect(JSON.stringify(error)).not.toContain(secret)
  })
})

describe('replay', () => {
  it('is refused, by another server of the same store too', async () => {
    const replayStore = new MemoryReplayStore({ now: () => now })
    const request = await toRequest()
    await createVerifier({ replayStore }).verify(request)
    const error = await catchError(() => createVerifier({ replayStore }).verify(request))
    expect(error).toMatchObject({ name: 'DPoPError', code: 'DPOP_6004', details: { check: 'replay' } })
  })

  it('lets one of a hundred uses at the same time through', async () => {
    const verifier = createVerifier()
    const request = await toRequest()
    const uses = await Promise.allSettled(Array.from({ length: 100 }, () => verifier.verify(request)))
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('is not what two keys with the same id are, nor two ids of one key', async () => {
    const verifier = createVerifier()
    await verifier.verify(await toRequest({ payload: { jti: '1' } }))
    await verifier.verify(await toRequest({ payload: { jti: '1' }, signer: other }))
    await verifier.verify(await toRequest({ payload: { jti: '2' } }))
    expect(await catchError(async () => verifier.verify(await toRequest({ payload: { jti: '1' } })))).toMatchObject({ code: 'DPOP_6004' })
  })

  it('is refused for as long as the proof is not too old, on a server whose clock is behind too', async () => {
    let clock = now
    const replayStore = new MemoryReplayStore({ now: () => clock })
    const verifier = createVerifier({ replayStore, now: () => clock })
    const behind = createVerifier({ replayStore, now: () => clock - 10_000 })
    for (const offset of [-310, 0, 10]) {
      clock = now
      const request = await toRequest({ payload: { iat: now / 1000 + offset } })
      await verifier.verify(request)
      clock = now + (310 + offset) * 1000
      expect(await catchError(() => verifier.verify(request))).toMatchObject({ code: 'DPOP_6004' })
      clock += 9_500
      expect(await catchError(() => behind.verify(request))).toMatchObject({ code: 'DPOP_6004' })
      clock += 100_000
      expect(await catchError(() => verifier.verify(request))).toMatchObject({ code: 'DPOP_6002' })
    }
  })

  it('is asked about by the hash of thumbprint and id, for window and tolerance', async () => {
    const claim = vi.fn<ReplayStore['claim']>().mockResolvedValue(true)
    await createVerifier({ replayStore: { claim } }).verify(await toRequest({ payload: { jti: 'an id' } }))
    const id = createHash('sha256').update(`${keyPair.thumbprint}an id`).digest('base64url')
    expect(claim.mock.calls).toEqual([[id, 320]])
  })

  it.each([[false], [undefined], ['yes'], [1]])('is assumed when the store answers %j', async (answer) => {
    const replayStore = { claim: async () => answer as never }
    expect(await catchError(async () => createVerifier({ replayStore }).verify(await toRequest()))).toMatchObject({ code: 'DPOP_6004' })
  })
})

describe('nonces', () => {
  const secrets = ['1'.repeat(32)]

  it('are asked for, and the one to use is in the error', async () => {
    const nonce = new DPoPNonceIssuer({ secrets, now: () => now })
    const verifier = createVerifier({ nonce })
    for (const payload of [{}, { nonce: 'other' }, { nonce: 7 }, { nonce: null }]) {
      const error = await catchError(async () => verifier.verify(await toRequest({ payload })))
      expect(error).toMatchObject({ name: 'DPoPError', code: 'DPOP_6003', dpopNonce: await nonce.issue(), details: { check: 'nonce' } })
    }
  })

  it('are accepted, the next one is told when the client’s is no longer the newest, and an old one is refused', async () => {
    let clock = now
    const nonce = new DPoPNonceIssuer({ secrets, lifetimeSeconds: 100, now: () => clock })
    const verifier = createVerifier({ nonce, now: () => clock })
    const payload = { nonce: await nonce.issue() }
    expect(await verifier.verify(await toRequest({ payload }))).toMatchObject({ dpopNonce: undefined })
    clock += 50_000
    expect(await verifier.verify(await toRequest({ payload }))).toMatchObject({ dpopNonce: await nonce.issue() })
    clock += 50_000
    expect(await catchError(async () => verifier.verify(await toRequest({ payload })))).toMatchObject({
      code: 'DPOP_6003',
      dpopNonce: await nonce.issue(),
    })
  })

  it('are told before the time is judged, so that a client whose clock is wrong gets one', async () => {
    const verifier = createVerifier({ nonce: new DPoPNonceIssuer({ secrets }) })
    expect(await catchError(async () => verifier.verify(await toRequest({ payload: { iat: 0 } })))).toMatchObject({ code: 'DPOP_6003' })
  })

  it('are not told to whoever did not sign the proof, nor for another request', async () => {
    const verifier = createVerifier({ nonce: new DPoPNonceIssuer({ secrets }) })
    for (const attempt of [{ header: { jwk: other.publicJwk } }, { payload: { htm: 'GET' } }]) {
      expect(await catchError(async () => verifier.verify(await toRequest(attempt)))).toMatchObject({
        code: 'DPOP_6002',
        dpopNonce: undefined,
      })
    }
  })

  it('fail closed: an issuer that is down is an outage, one that answers nonsense refuses', async () => {
    const cause = new Error('down')
    const down = createVerifier({ nonce: { check: () => Promise.reject(cause), issue: () => 'next' } })
    const request = await toRequest({ payload: { nonce: 'one' } })
    expect(await catchError(() => down.verify(request))).toMatchObject({ code: 'SRV_5002', cause })
    const odd = createVerifier({ nonce: { check: () => 'yes' as never, issue: () => 'next' } })
    expect(await catchError(() => odd.verify(request))).toMatchObject({ code: 'DPOP_6003', dpopNonce: 'next' })
  })
})

describe('a replay store that is down', () => {
  const cause = new Error('connect ECONNREFUSED')
  const replayStore: ReplayStore = { claim: () => Promise.reject(cause) }

  it('is an outage, with its cause, and no proof passes', async () => {
    const error = await catchError(async () => createVerifier({ replayStore }).verify(await toRequest()))
    expect(error).toMatchObject({ name: 'ServiceUnavailableError', code: 'SRV_5002', httpStatus: 503, cause })
  })

  it('is an outage when it is full, and says when to come back', async () => {
    const verifier = createVerifier({ replayStore: new MemoryReplayStore({ maxEntries: 1, now: () => now }) })
    await verifier.verify(await toRequest())
    expect(await catchError(async () => verifier.verify(await toRequest()))).toMatchObject({ code: 'SRV_5002', retryAfterSeconds: 320 })
  })

  it('is an outage when it throws before it promises anything', async () => {
    const broken = {
      claim: () => {
        throw new ServiceUnavailableError('closed')
      },
    }
    expect(await catchError(async () => createVerifier({ replayStore: broken }).verify(await toRequest()))).toMatchObject({
      message: 'closed',
    })
  })

  it('lets proofs through where that was asked for, and says so each time', async () => {
    const onEvent = vi.fn<NonNullable<DPoPVerifierOptions['onEvent']>>(() => {
      throw new Error('ignored')
    })
    const verifier = createVerifier({ replayStore, acceptReplaysWhenStoreFails: true, onEvent })
    const request = await toRequest()
    await verifier.verify(request)
    await verifier.verify(request)
    expect(onEvent.mock.calls).toEqual([[{ type: 'replay_check_skipped', cause }], [{ type: 'replay_check_skipped', cause }]])
  })

  it('works on when its listener fails later', async () => {
    const replayStore = { claim: () => Promise.reject(new Error('down')) }
    let told = 0
    const fail = async (): Promise<never> => Promise.reject(new Error(`listener ${++told}`)) // an unhandled one would end the run
    const verifier = createVerifier({ acceptReplaysWhenStoreFails: true, replayStore, onEvent: fail })
    await verifier.verify(await toRequest())
    expect(told).toBe(1)
  })

  it('lets no replay through that the store did notice', async () => {
    const verifier = createVerifier({ acceptReplaysWhenStoreFails: true })
    const request = await toRequest()
    await verifier.verify(request)
    expect(await catchError(() => verifier.verify(request))).toMatchObject({ code: 'DPOP_6004' })
  })
})

describe('the ports', () => {
  it('verify the signature with what the proof says, and the same key object for the next proof', async () => {
    const verifySignature = vi.fn<NonNullable<DPoPVerifierOptions['verifySignature']>>(() => true)
    const verifier = createVerifier({ verifySignature })
    const proof = await signProof()
    await verifier.verify({ proof, method, url })
    await verifier.verify(await toRequest())
    const [[one], [two]] = verifySignature.mock.calls as never as [Parameters<typeof verifySignature>, Parameters<typeof verifySignature>]
    expect(one).toEqual({
      algorithm: 'ES256',
      jwk: keyPair.publicJwk,
      data: new Uint8Array(Buffer.from(proof.slice(0, proof.lastIndexOf('.')))),
      signature: new Uint8Array(Buffer.from(proof.split('.')[2]!, 'base64url')),
    })
    expect(two.jwk).toBe(one.jwk)
  })

  it.each([[false], [undefined], ['yes'], [1]])('refuse the signature when they answer %j', async (answer) => {
    const verifier = createVerifier({ verifySignature: () => answer as never })
    expect(await catchError(async () => verifier.verify(await toRequest()))).toMatchObject({ details: { check: 'signature' } })
  })

  it('are an outage when they cannot tell', async () => {
    const cause = new Error('no such algorithm')
    const verifier = createVerifier({
      verifySignature: () => {
        throw cause
      },
    })
    expect(await catchError(async () => verifier.verify(await toRequest()))).toMatchObject({ code: 'SRV_5002', cause })
  })

  it('are an outage when they cannot hash', async () => {
    const cause = new Error('no such algorithm')
    const hash = (): string => {
      throw cause
    }
    expect(await catchError(async () => createVerifier({ hash }).verify(await toRequest()))).toMatchObject({ code: 'SRV_5002', cause })
  })

  it('hash the token and the id, synchronously if they like', async () => {
    const hash = vi.fn((text: string) => createHash('sha256').update(text).digest('base64url'))
    const request = await toRequest({ payload: { ath, jti: 'an id' }, accessToken })
    await createVerifier({ hash }).verify(request)
    expect(hash.mock.calls).toEqual([[accessToken], [`${keyPair.thumbprint}an id`]])
  })
})

describe('the remembered keys', () => {
  it('are not remembered before they have signed, and never vouch for another signature', async () => {
    const verifier = createVerifier()
    const forged = await toRequest({ signer: other, header: { jwk: keyPair.publicJwk } })
    for (let round = 0; round < 2; round++) {
      expect(await catchError(() => verifier.verify(forged))).toMatchObject({ details: { check: 'signature' } })
      await verifier.verify(await toRequest())
    }
  })

  it('are imported once for all proofs of a client', async () => {
    const verifier = createVerifier()
    const importKey = vi.spyOn(crypto.subtle, 'importKey')
    for (let round = 0; round < 5; round++) await verifier.verify(await toRequest())
    expect(importKey).toHaveBeenCalledTimes(1)
    importKey.mockRestore()
  })

  it('are never another client’s, with many clients and requests at once', async () => {
    const verifier = createVerifier()
    const clients = await Promise.all(Array.from({ length: 20 }, () => DPoPKeyPair.generate({ now: () => now })))
    const thumbprints = await Promise.all(
      clients.flatMap((signer) =>
        Array.from({ length: 5 }, async () => [signer.thumbprint, (await verifier.verify(await toRequest({ signer }))).thumbprint]),
      ),
    )
    for (const [expected, got] of thumbprints) expect(got).toBe(expected)
  })
})

describe('algorithms', () => {
  it('are all that there are, or those that were asked for', () => {
    expect(createVerifier().algorithms).toEqual(Object.keys(proofAlgorithms))
    expect(createVerifier({ algorithms: ['ES256'] }).algorithms).toEqual(['ES256'])
  })
})

describe('arguments', () => {
  it.each([
    ['request', undefined],
    ['method', { url }],
    ['method', { method: 7, url }],
    ['url', { method }],
    ['url', { method, url: '/orders' }],
    ['accessToken', { method, url, accessToken: '' }],
    ['accessToken', { method, url, accessToken: 7 }],
    ['boundThumbprint', { method, url, boundThumbprint: null }],
    ['boundThumbprint', { method, url, boundThumbprint: '' }],
  ])('of the wrong kind are named: %s', async (option, request) => {
    expect(await catchError(() => createVerifier().verify(request as never))).toMatchObject({ code: 'VAL_2002', details: { option } })
  })

  it('are checked at construction', async () => {
    expect(await catchError(() => new DPoPVerifier({} as never))).toMatchObject({ code: 'VAL_2002', details: { option: 'replayStore' } })
  })
})
