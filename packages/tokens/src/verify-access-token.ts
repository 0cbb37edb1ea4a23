import { TokenRevokedError } from '@auth/core-errors'
import { checkOption } from '@auth/core-errors/options'
import { decryptToken, isEncrypted } from '#decrypt-token'
import { sha256 } from '#sha256'
import { chain, type Eventual } from './chain.ts'
import { checkClaims } from './check-claims.ts'
import { checkBegun, checkNotExpired, isInTime, readExpiry, toTimeWindow } from './check-time.ts'
import { checkTokenType } from './check-token-type.ts'
import { applyClaimsSchema } from './claims-schema.ts'
import { checkTokenText, decodeTokenText } from './decode-token.ts'
import { deepFreeze } from './deep-freeze.ts'
import { invalidToken, quote } from './invalid-token.ts'
import type { IssuerRules } from './issuer-rules.ts'
import type { KeyAccess } from './key-access.ts'
import type { TokenClaims } from './token-claims.ts'
import type { ValidateOptions } from './token-validator-options.ts'
import type { KnownToken, ValidatorSettings } from './validator-settings.ts'
import { selectAlgorithm, verifyTokenSignature } from './verify-token-signature.ts'

/** One token to be judged, and by what. */
export interface AccessTokenQuestion<Claims> {
  readonly token: string
  readonly options: ValidateOptions
  readonly access: KeyAccess
  readonly settings: ValidatorSettings<Claims>
}

/** `iss`, unverified, only chooses among the configured issuers whose rules and keys apply (RFC 8725 §3.8). */
function selectRules<Claims>({ iss }: Readonly<Record<string, unknown>>, { options, settings }: AccessTokenQuestion<Claims>): IssuerRules {
  const { rulesByIssuer } = settings
  const isKnown = options.issuer === undefined || rulesByIssuer.has(options.issuer)
  checkOption(isKnown, options.issuer, 'issuer', 'one of the issuers that the validator was made with')
  const rules = typeof iss === 'string' && iss === (options.issuer ?? iss) ? rulesByIssuer.get(iss) : undefined
  if (rules !== undefined) return rules
  const expected = options.issuer ?? (rulesByIssuer.size === 1 ? [...rulesByIssuer.keys()][0] : 'one of the configured issuers')
  throw invalidToken('iss', `issuer does not match: expected ${quote(expected)}, got ${quote(iss)}`)
}

function checkTime<Claims>(claims: Readonly<Record<string, unknown>>, { options, settings }: AccessTokenQuestion<Claims>): void {
  checkBegun(claims, settings.clock)
  if (options.allowExpired === true) readExpiry(claims)
  else checkNotExpired(claims, settings.clock)
}

/** Every check on a token that was not seen before, in the specification's order: the signature before any claim. */
function verifyAnew<Claims>(token: string, question: AccessTokenQuestion<Claims>): Eventual<KnownToken<Claims>> {
  const { options, access, settings } = question
  const unverified = decodeTokenText(token)
  const { header } = unverified
  const rules = selectRules(unverified.payload, question)
  checkTokenType(header, rules.profile)
  const algorithm = selectAlgorithm(header.alg, rules.algorithms)
  return chain(verifyTokenSignature({ token: unverified, algorithm, keys: rules.keys, access, jwk: options.jwk }), (key) => {
    checkClaims(unverified, rules)
    checkTime(unverified.payload, question)
    const payload = unverified.payload as TokenClaims // which the checks before have shown
    if (settings.claimsSchema === undefined) return { header, payload, claims: payload as Claims, rules, key }
    return chain(applyClaimsSchema(settings.claimsSchema, payload), (claims) => ({ header, payload, claims, rules, key }))
  })
}

/** An encrypted token is judged by the signed one within it. */
function decryptAndVerify<Claims>(question: AccessTokenQuestion<Claims>): Eventual<KnownToken<Claims>> {
  const { token, settings } = question
  if (settings.decryption === undefined || !isEncrypted(token)) return verifyAnew(token, question)
  return chain(decryptToken(token, settings.decryption), (inner) => verifyAnew(inner, question))
}

/** The token is judged, and remembered when it is good. */
function verifyAndRemember<Claims>(hash: string, question: AccessTokenQuestion<Claims>): Eventual<KnownToken<Claims>> {
  return chain(decryptAndVerify(question), (verified) => {
    // What a schema made and cannot be frozen is one caller's alone.
    if (verified.claims === verified.payload || deepFreeze(verified.claims)) {
      question.settings.cache?.set(hash, { ...verified, window: toTimeWindow(verified.payload) }, question.token.length)
    }
    return verified
  })
}

/** A token that was verified before is still good if its key is still the one published, and its time has not passed. */
function recall<Claims>(hash: string, question: AccessTokenQuestion<Claims>): Eventual<KnownToken<Claims>> {
  const { options, access, settings } = question
  const known = settings.cache?.get(hash)
  if (known === undefined || (options.issuer !== undefined && options.issuer !== known.rules.issuer))
    return verifyAndRemember(hash, question)
  const key = access.getKey(known.rules.keys, known.header)
  if (key === known.key && isInTime(known.window, settings.clock)) return known
  return chain(key, (current) => {
    if (current !== known.key) return verifyAndRemember(hash, question)
    checkTime(known.payload, question)
    return known
  })
}

function recallOrVerify<Claims>(question: AccessTokenQuestion<Claims>): Eventual<KnownToken<Claims>> {
  if (question.settings.cache === undefined || question.options.jwk !== undefined) return decryptAndVerify(question)
  return chain(sha256(question.token), (hash) => recall(hash, question))
}

/** Only a clear "no" lets the token pass. */
function checkRevoked<Claims>(
  verified: KnownToken<Claims>,
  revoked: NonNullable<ValidatorSettings<Claims>['revoked']>,
): Eventual<KnownToken<Claims>> {
  const answer: unknown = revoked(verified.payload)
  return chain(typeof answer === 'boolean' ? answer : Promise.resolve(answer), (isRevoked) => {
    if (isRevoked === false) return verified
    throw new TokenRevokedError('token was revoked')
  })
}

/** Whether the token is good, and what it says; nothing is waited for unless something is asynchronous. */
export function verifyAccessToken<Claims>(question: AccessTokenQuestion<Claims>): Eventual<KnownToken<Claims>> {
  const { maxTokenBytes, revoked } = question.settings
  checkTokenText(question.token, maxTokenBytes)
  const verified = recallOrVerify(question)
  return revoked === undefined ? verified : chain(verified, (known) => checkRevoked(known, revoked))
}
