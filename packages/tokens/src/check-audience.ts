import { invalidToken, quote } from './invalid-token.ts'

/** The token's `aud` as a list: a string, or an array of strings (RFC 7519 §4.1.3); empty where it is absent. */
export function readAudiences({ aud }: Readonly<Record<string, unknown>>): readonly string[] {
  const audiences: unknown = aud === undefined ? [] : typeof aud === 'string' ? [aud] : aud
  if (Array.isArray(audiences) && audiences.every((item) => typeof item === 'string')) return audiences
  throw invalidToken('aud', 'token claim "aud" is neither a string nor an array of strings')
}

/** One of the expected audiences is among the token's, compared exactly; `null` expects none. */
export function checkAudience(claims: Readonly<Record<string, unknown>>, expected: readonly string[] | null): void {
  const audiences = readAudiences(claims)
  if (expected === null || audiences.some((audience) => expected.includes(audience))) return
  throw invalidToken('aud', `audience does not match: expected ${expected.map(quote).join(' or ')}, got ${quote(claims['aud'])}`)
}
