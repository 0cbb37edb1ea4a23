import type { IdTokenClaims } from '@auth/tokens'

/** What an ID token says of how and when the person signed in, and in which of the provider's sessions. */
const names = ['auth_time', 'acr', 'amr', 'sid'] as const

type SignInClaims = Partial<Pick<IdTokenClaims, (typeof names)[number]>>

/** What was said of a sign-in, and is not said again: a refresh changes nothing about it (OpenID Connect Core 12.2). */
export function findUnsaid(before: SignInClaims, now: SignInClaims): SignInClaims | undefined {
  const unsaid = names.filter((name) => before[name] !== undefined && now[name] === undefined)
  return unsaid.length === 0 ? undefined : Object.fromEntries(unsaid.map((name) => [name, before[name]]))
}

/** The claims, and beside them what they leave out of the sign-in. */
export function withUnsaid(claims: IdTokenClaims, unsaid: SignInClaims | undefined): IdTokenClaims {
  return unsaid ? Object.freeze({ ...claims, ...unsaid }) : claims
}
