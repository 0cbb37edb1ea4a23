import { constants, createPublicKey, verify } from 'node:crypto'
import { LocalJWKS } from '@auth/jwks'
import { TokenValidator } from '@auth/tokens'
import { JwtVerifier } from 'aws-jwt-verify'
import { createVerifier } from 'fast-jwt'
import { createLocalJWKSet, jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import type { Comparison, Goal } from '../comparison.ts'
import { type Candidate, type Effort, measure } from '../measure.ts'
import { type Algorithm, audience, createSampleIssuer, type SampleJWK } from '../sample-issuer.ts'

const issuer = 'https://as.example'
const signatureAlone = 'node:crypto verify alone'
const sync = '@auth/tokens validateSync'
const async = '@auth/tokens validate'
const cachedPeer = 'fast-jwt, cached'

/** By algorithm: what `validateSync` may take at most, as a multiple of the signature check. */
const goals: Readonly<Record<Algorithm, number>> = { RS256: 1.25, PS256: 1.25, ES256: 1.15, EdDSA: 1.1 }

interface Sample {
  readonly token: string
  readonly jwk: SampleJWK
}

/** The floor: nothing but the signature, by `node:crypto`, with the key object and the input made beforehand. */
function createSignatureCheck(alg: Algorithm, { token, jwk }: Sample): () => boolean {
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const dot = token.lastIndexOf('.')
  const input = Buffer.from(token.slice(0, dot))
  const signature = Buffer.from(token.slice(dot + 1), 'base64url')
  const keys: Readonly<Record<Algorithm, Parameters<typeof verify>[2]>> = {
    RS256: key,
    PS256: { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
    ES256: { key, dsaEncoding: 'ieee-p1363' },
    EdDSA: key,
  }
  return () => verify(alg === 'EdDSA' ? null : 'sha256', input, keys[alg], signature)
}

/** Which peers know which algorithm. */
const peersWithout: Readonly<Record<Algorithm, readonly string[]>> = {
  RS256: [],
  PS256: ['aws-jwt-verify verifySync'],
  ES256: [],
  EdDSA: ['jsonwebtoken'],
}

function toPem(jwk: SampleJWK): string {
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' }) as string
}

function createPeers(alg: Algorithm, { token, jwk }: Sample): Candidate[] {
  const keys = { keys: [jwk] }
  const joseKeys = createLocalJWKSet(keys)
  const pem = toPem(jwk)
  const fastJwt = createVerifier({ key: pem, algorithms: [alg], allowedIss: issuer, allowedAud: audience, cache: false })
  const aws = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/jwks` })
  aws.cacheJwks(keys)
  const peers: Candidate[] = [
    { name: 'jose jwtVerify', run: () => jwtVerify(token, joseKeys, { issuer, audience }) },
    { name: 'fast-jwt', run: () => fastJwt(token) as unknown },
    { name: 'aws-jwt-verify verifySync', run: () => aws.verifySync(token) },
    { name: 'jsonwebtoken', run: () => jsonwebtoken.verify(token, pem, { algorithms: [alg as 'RS256'], issuer, audience }) },
  ]
  return peers.filter(({ name }) => !peersWithout[alg].includes(name))
}

async function compareAnew(alg: Algorithm, sample: Sample, effort: Effort): Promise<Comparison> {
  const { token, jwk } = sample
  const ours = new TokenValidator({ issuer, audience, jwks: new LocalJWKS({ keys: [jwk] }), verifiedTokenCache: false })
  const peers = createPeers(alg, sample)
  const atMost = goals[alg]
  return {
    title: `${alg}, every token checked, ${token.length} bytes`,
    unit: 'µs',
    baseline: signatureAlone,
    measurements: await measure(
      [
        { name: signatureAlone, run: createSignatureCheck(alg, sample) },
        { name: sync, run: () => ours.validateSync(token) },
        { name: async, run: () => ours.validate(token) },
        ...peers,
      ],
      effort,
    ),
    goals: [
      { name: sync, atMost, of: signatureAlone },
      { name: async, atMost: Math.round((atMost + 0.1) * 100) / 100, of: signatureAlone },
      ...peers.map(({ name }): Goal => ({ name: sync, atMost: 1, of: name })),
    ],
  }
}

/** A token that was seen before; a server sees it as a fresh string each time. */
async function compareAgain(alg: Algorithm, { token, jwk }: Sample, effort: Effort): Promise<Comparison> {
  const ours = new TokenValidator({ issuer, audience, jwks: new LocalJWKS({ keys: [jwk] }) })
  const fastJwt = createVerifier({ key: toPem(jwk), algorithms: [alg], allowedIss: issuer, allowedAud: audience, cache: 1000 })
  const bytes = Buffer.from(token)
  const fresh = (): string => bytes.toString('latin1')
  return {
    title: `${alg}, a token seen before`,
    unit: 'µs',
    baseline: cachedPeer,
    measurements: await measure(
      [
        { name: cachedPeer, run: () => fastJwt(fresh()) as unknown },
        { name: sync, run: () => ours.validateSync(fresh()) },
        { name: async, run: () => ours.validate(fresh()) },
      ],
      effort,
    ),
    goals: [{ name: sync, atMost: 0.45, of: cachedPeer }],
  }
}

/** Validating access tokens: each new, then one that was seen before. */
export async function* compareTokenValidators(effort: Effort): AsyncGenerator<Comparison> {
  for (const alg of Object.keys(goals) as Algorithm[]) {
    const { jwk, sign } = await createSampleIssuer(alg)
    const sample = { jwk, token: await sign(issuer) }
    yield await compareAnew(alg, sample, effort)
    yield await compareAgain(alg, sample, effort)
  }
}
