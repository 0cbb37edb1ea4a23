import { TokenRevokedError } from '@auth/core-errors'
import { checkOption } from '@auth/core-errors/options'
import { decryptToken, isEncrypted } from '#decrypt-token'
import { recallOrVerify } from '#recall-or-verify'
import { type AccessTokenQuestion, checkTime } from './access-token-question.ts'
import { chain, type Eventual } from './chain.ts'
import { checkClaims } from './check-claims.ts'
import { checkTokenType } from './check-token-type.ts'
import { applyClaimsSchema } from './claims-schema.ts'
import { checkTokenText, decodeTokenText } from './decode-token.ts'
import { invalidToken, quote } from './invalid-token.ts'
import type { IssuerRules } from './issuer-rules.ts'
import type { TokenClaims } from './token-claims.ts'
import type { KnownToken, ValidatorSettings } from './validator-settings.ts'
import { selectAlgorithm, verifyTokenSignature } from './verify-token-signature.ts'

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
  const verified = recallOrVerify(question, decryptAndVerify)
  return revoked === undefined ? verified : chain(verified, (known) => checkRevoked(known, revoked))
}
