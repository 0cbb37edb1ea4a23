import { checkAudience, readAudiences } from './check-audience.ts'
import { checkTokenKind, readTokenType } from './check-token-type.ts'
import type { UnverifiedToken } from './decode-token.ts'
import { invalidToken } from './invalid-token.ts'
import type { IssuerRules } from './issuer-rules.ts'

/** RFC 9068 §2.2; `exp` is required of every token. */
const rfc9068Claims = ['iss', 'aud', 'sub', 'client_id', 'iat', 'jti'] as const

function checkPresent(claims: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  if (names.length === 0) return
  const missing = names.filter((name) => !Object.hasOwn(claims, name) || claims[name] === null)
  if (missing.length > 0) throw invalidToken('required_claims', `token lacks required claims: ${missing.join(', ')}`, { missing })
}

function checkString(value: unknown, claim: 'client_id' | 'jti'): void {
  if (value === undefined || typeof value === 'string') return
  throw invalidToken('required_claims', `token claim "${claim}" is not a string`, { wrong: claim })
}

/** The claims that are typed as strings are strings, where they are there. */
function checkStrings({ sub, client_id: clientId, jti }: Readonly<Record<string, unknown>>): void {
  if (sub !== undefined && typeof sub !== 'string') throw invalidToken('sub', 'token claim "sub" is not a string')
  checkString(clientId, 'client_id')
  checkString(jti, 'jti')
}

/** An ID token is for the client, so what is for the client must say that it is an access token. */
function checkNotForClient({ header, payload }: UnverifiedToken, clientId: string | undefined): void {
  if (clientId === undefined || readTokenType(header) === 'at+jwt' || !readAudiences(payload).includes(clientId)) return
  throw invalidToken('typ', 'token for the client itself is not of type at+jwt')
}

/** What the issuer's rules ask of the claims, except of time. `iss` selected the rules, and is theirs exactly. */
export function checkClaims(token: UnverifiedToken, rules: IssuerRules): void {
  const { payload } = token
  checkAudience(payload, rules.audiences)
  checkTokenKind(payload)
  checkNotForClient(token, rules.clientId)
  checkStrings(payload)
  if (rules.profile === 'rfc9068') checkPresent(payload, rfc9068Claims)
  checkPresent(payload, rules.requiredClaims)
}
