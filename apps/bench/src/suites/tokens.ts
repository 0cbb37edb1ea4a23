import { createPublicKey, verify } from 'node:crypto'
import { LocalJWKS } from '@auth/jwks'
import { TokenValidator } from '@auth/tokens'
import { JwtVerifier } from 'aws-jwt-verify'
import { createVerifier } from 'fast-jwt'
import { createLocalJWKSet, type JWK, jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { type Candidate, type Effort, measure } from '../measure.ts'
import type { Comparison } from '../report.ts'
import { type Algorithm, audience, createSampleIssuer } from '../sample-issuer.ts'

const issuer = 'https://as.example'

/** What each algorithm's signature is made of, for the check by `node:crypto` alone. */
const algorithms: Readonly<Record<Algorithm, string | null>> = { RS256: 'sha256', ES256: 'sha256', EdDSA: null }

interface Sample {
  readonly token: string
  readonly jwk: JWK
}

/** The floor: nothing but the signature, by `node:crypto`, with the key object and the input made beforehand. */
function createSignatureCheck(alg: Algorithm, { token, jwk }: Sample): () => boolean {
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const dot = token.lastIndexOf('.')
  const input = Buffer.from(token.slice(0, dot))
  const signature = Buffer.from(token.slice(dot + 1), 'base64url')
  const verifyKey = alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : key
  return () => verify(algorithms[alg], input, verifyKey, signature)
}

function createCandidates(alg: Algorithm, sample: Sample): Candidate[] {
  const { token, jwk } = sample
  const keys = { keys: [jwk] }
  const jwks = new LocalJWKS(keys as ConstructorParameters<typeof LocalJWKS>[0])
  const ours = new TokenValidator({ issuer, audience, jwks, verifiedTokenCache: false })
  const joseKeys = createLocalJWKSet(keys)
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' })
  const fastJwt = createVerifier({ key: pem, algorithms: [alg], allowedIss: issuer, allowedAud: audience, cache: false })
  const aws = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/jwks` })
  aws.cacheJwks(keys as Parameters<typeof aws.cacheJwks>[0])
  const signatureAlone = createSignatureCheck(alg, sample)
  return [
    { name: 'node:crypto verify alone', run: signatureAlone },
    { name: '@auth/tokens validateSync', run: () => ours.validateSync(token) },
    { name: '@auth/tokens validate', run: () => ours.validate(token) },
    { name: 'jose jwtVerify', run: () => jwtVerify(token, joseKeys, { issuer, audience }) },
    { name: 'fast-jwt', run: () => fastJwt(token) as unknown },
    { name: 'aws-jwt-verify verifySync', run: () => aws.verifySync(token) },
    ...(alg === 'EdDSA'
      ? []
      : [{ name: 'jsonwebtoken', run: () => jsonwebtoken.verify(token, pem, { algorithms: [alg], issuer, audience }) }]),
  ]
}

/** A token that was seen before; a server sees it as a fresh string each time. */
function createRepeatedCandidates(alg: Algorithm, { token, jwk }: Sample): Candidate[] {
  const keys = { keys: [jwk] }
  const ours = new TokenValidator({ issuer, audience, jwks: new LocalJWKS(keys as ConstructorParameters<typeof LocalJWKS>[0]) })
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' })
  const fastJwt = createVerifier({ key: pem, algorithms: [alg], allowedIss: issuer, allowedAud: audience, cache: 1000 })
  const bytes = Buffer.from(token)
  const fresh = (): string => bytes.toString('latin1')
  return [
    { name: 'fast-jwt, cached', run: () => fastJwt(fresh()) as unknown },
    { name: '@auth/tokens validateSync', run: () => ours.validateSync(fresh()) },
    { name: '@auth/tokens validate', run: () => ours.validate(fresh()) },
  ]
}

/** Validating access tokens: each new, then one that was seen before. */
export async function* compareTokenValidators(effort: Effort): AsyncGenerator<Comparison> {
  for (const alg of Object.keys(algorithms) as Algorithm[]) {
    const { jwk, sign } = await createSampleIssuer(alg)
    const sample = { jwk, token: await sign(issuer) }
    const bytes = sample.token.length
    yield {
      title: `${alg}, every token checked, ${bytes} bytes`,
      baseline: 'node:crypto verify alone',
      measurements: await measure(createCandidates(alg, sample), effort),
    }
    yield {
      title: `${alg}, a token seen before`,
      baseline: 'fast-jwt, cached',
      measurements: await measure(createRepeatedCandidates(alg, sample), effort),
    }
  }
}
