import { checkObject } from '@auth/core-errors/options'
import type { JWK, KeyResolver, SigningKey } from '@auth/jwks'
import { verifySignature } from '#verify-signature'
import { type Algorithm, algorithms, hasSignatureLength } from './algorithms.ts'
import { chain, type Eventual } from './chain.ts'
import type { UnverifiedToken } from './decode-token.ts'
import { invalidToken, quote } from './invalid-token.ts'
import type { KeyAccess } from './key-access.ts'

/** The table's row for the header's `alg`, if the allow-list holds it (RFC 8725 §3.1). */
export function selectAlgorithm(name: string, allowed: ReadonlySet<string>): Algorithm {
  const algorithm = allowed.has(name) ? algorithms.get(name) : undefined
  if (algorithm === undefined) throw invalidToken('alg', `token algorithm ${quote(name)} is not allowed`, { alg: name.slice(0, 100) })
  return algorithm
}

/** Two names for one algorithm (RFC 9864 §2.2). */
function toOneName(name: string): string {
  return name === 'EdDSA' ? 'Ed25519' : name
}

/** The key must be meant for this algorithm, whoever chose it (RFC 8725 §3.1, RFC 7517 §4). */
function checkKey({ kty, crv, alg, use, key_ops: operations }: JWK, algorithm: Algorithm): void {
  const isMeant =
    kty === algorithm.kty &&
    crv === algorithm.crv &&
    (alg === undefined || toOneName(alg) === toOneName(algorithm.name)) &&
    (use === undefined || use === 'sig') &&
    (operations === undefined || (Array.isArray(operations) && operations.includes('verify')))
  if (!isMeant) throw invalidToken('alg', `the token's key is not for algorithm ${algorithm.name}`, { alg: algorithm.name, kty })
}

/** Whether the key made the signature. */
export function isSignedBy(jwk: JWK, { signingInput, signature }: UnverifiedToken, algorithm: Algorithm): Eventual<boolean> {
  checkKey(jwk, algorithm)
  return hasSignatureLength(signature, algorithm) && verifySignature({ algorithm, jwk, signingInput, signature })
}

/** What it takes to tell who signed a token. */
export interface SignatureQuestion {
  readonly token: UnverifiedToken
  readonly algorithm: Algorithm
  readonly keys: KeyResolver
  readonly access: KeyAccess
  /** The key to verify with; the issuer's are not asked for then. */
  readonly jwk?: JWK | undefined
}

function checkSignature(key: SigningKey, { token, algorithm }: SignatureQuestion): Eventual<SigningKey | undefined> {
  return chain(isSignedBy(key.jwk, token, algorithm), (isGood) => (isGood ? key : undefined))
}

function toGivenKey(jwk: JWK): SigningKey {
  const { kid, alg } = checkObject(jwk, 'jwk')
  return { jwk, kid, alg }
}

/** A `kid` may have been given to a new key since: the resolver is asked for it once. */
function checkWithReplacement(failed: SigningKey, question: SignatureQuestion): Eventual<SigningKey | undefined> {
  const { access, keys, token, jwk } = question
  const replacement = jwk === undefined ? access.getReplacementKey(keys, token.header, failed) : undefined
  return chain(replacement, (key) => (key === undefined ? undefined : checkSignature(key, question)))
}

/**
 * The key that made the token's signature.
 * @throws {TokenInvalidError} AUTH_1002, with `details.check` `signature`, `alg` or `kid`; what the resolver throws passes through
 */
export function verifyTokenSignature(question: SignatureQuestion): Eventual<SigningKey> {
  const { token, keys, access, jwk, algorithm } = question
  const asked = jwk === undefined ? access.getKey(keys, token.header) : toGivenKey(jwk)
  return chain(asked, (key) =>
    chain(checkSignature(key, question), (good) =>
      chain(good ?? checkWithReplacement(key, question), (signer) => {
        if (signer !== undefined) return signer
        throw invalidToken('signature', 'token signature does not verify', { alg: algorithm.name })
      }),
    ),
  )
}
