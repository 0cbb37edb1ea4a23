import { createHash, createPublicKey, verify } from 'node:crypto'
import { LocalJWKS } from '@auth/jwks'
import { DPoPKeyPair, MemoryReplayStore, type ReplayStore } from '@auth/pkce-dpop'
import { type AuthRequest, ResourceServer } from '@auth/tokens/resource-server'
import { generateProof } from 'dpop'
import * as oauth from 'oauth4webapi'
import type { Comparison } from '../comparison.ts'
import { type Effort, measure } from '../measure.ts'
import { audience, createSampleIssuer } from '../sample-issuer.ts'

const issuer = 'https://as.example'
const method = 'GET'
const url = `${audience}/orders`
const ecdsa = { name: 'ECDSA', hash: 'SHA-256' }

/** Proofs for one request after the other; once all were used, the replay store is told to forget them. */
class Proofs implements ReplayStore {
  readonly #proofs: readonly string[]
  #store = new MemoryReplayStore()
  #next = 0

  constructor(proofs: readonly string[]) {
    this.#proofs = proofs
  }

  claim(id: string, ttlSeconds: number): Promise<boolean> {
    return this.#store.claim(id, ttlSeconds)
  }

  next(): string {
    if (this.#next === this.#proofs.length) {
      this.#store = new MemoryReplayStore()
      this.#next = 0
    }
    return this.#proofs[this.#next++]!
  }
}

/** Creating a proof, against its signature alone and against peers. ES256 with a key that cannot be exported. */
async function compareCreation(accessToken: string, effort: Effort): Promise<Comparison> {
  const keyPair = await DPoPKeyPair.generate({ algorithm: 'ES256' })
  const { privateKey } = keyPair.keys
  const input = Buffer.from((await keyPair.createProof({ method, url, accessToken })).split('.').slice(0, 2).join('.'))
  const ours = '@auth/pkce-dpop createProof'
  const signature = 'the signature alone'
  const peer = 'dpop generateProof'
  return {
    title: 'Creating a DPoP proof, ES256, with an access token',
    unit: 'µs',
    baseline: signature,
    measurements: await measure(
      [
        // WebCrypto holds keys that cannot be exported, and signs with them.
        { name: signature, run: () => crypto.subtle.sign(ecdsa, privateKey, input) },
        { name: ours, run: () => keyPair.createProof({ method, url, accessToken }) },
        { name: peer, run: () => generateProof(keyPair.keys, url, method, undefined, accessToken) },
      ],
      effort,
    ),
    goals: [
      { name: ours, atMost: 1.3, of: signature },
      { name: ours, atMost: 1, of: peer },
    ],
  }
}

/** The proof of a request whose access token was seen before, against its signature check and thumbprint alone, and against peers. */
async function compareVerification(effort: Effort): Promise<Comparison> {
  const keyPair = await DPoPKeyPair.generate({ algorithm: 'ES256' })
  const { thumbprint, publicJwk } = keyPair
  const { jwk, sign: signToken } = await createSampleIssuer('ES256')
  const token = await signToken(issuer, { cnf: { jkt: thumbprint } })
  const count = Math.ceil(20_000 / effort.shrink)
  const proofs = new Proofs(
    await Promise.all(Array.from({ length: count }, () => keyPair.createProof({ method, url, accessToken: token }))),
  )
  const server = new ResourceServer({
    issuer,
    audience,
    jwks: new LocalJWKS({ keys: [jwk] }),
    publicUrl: audience,
    dpop: { mode: 'required', replayStore: proofs },
  })
  const request = (): AuthRequest => ({ method, url: '/orders', headers: { authorization: `DPoP ${token}`, dpop: proofs.next() } })

  const [header, payload, signature = ''] = proofs.next().split('.')
  const input = Buffer.from(`${header}.${payload}`)
  const signatureBytes = Buffer.from(signature, 'base64url')
  const key = { key: createPublicKey({ key: { ...publicJwk }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const }
  const { crv, kty, x, y } = publicJwk as Readonly<Record<string, string>>
  const floor = 'signature check and thumbprint alone'
  const ours = '@auth/tokens, the whole request'
  const peer = 'oauth4webapi, the whole request'

  const as = { issuer, jwks_uri: `${issuer}/jwks` }
  const jwksCache: oauth.JWKSCacheInput = { jwks: { keys: [jwk] }, uat: Math.floor(Date.now() / 1000) }
  const headers = { authorization: `DPoP ${token}` }
  return {
    title: 'A request with a DPoP proof, ES256, access token seen before',
    unit: 'µs',
    baseline: floor,
    measurements: await measure(
      [
        {
          name: floor,
          run: () => {
            const isGood = verify('sha256', input, key, signatureBytes)
            const own = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
            return isGood && own === thumbprint
          },
        },
        { name: ours, run: () => server.authenticate(request()) },
        {
          name: peer,
          run: () =>
            oauth.validateJwtAccessToken(as, new Request(url, { headers: { ...headers, dpop: proofs.next() } }), audience, {
              [oauth.jwksCache]: jwksCache,
              requireDPoP: true,
            }),
        },
      ],
      effort,
    ),
    goals: [
      { name: ours, atMost: 1.4, of: floor },
      { name: ours, atMost: 1, of: peer },
    ],
  }
}

/** DPoP on both sides. */
export async function* compareDPoP(effort: Effort): AsyncGenerator<Comparison> {
  const { sign: signToken } = await createSampleIssuer('ES256')
  yield await compareCreation(await signToken(issuer), effort)
  yield await compareVerification(effort)
}
