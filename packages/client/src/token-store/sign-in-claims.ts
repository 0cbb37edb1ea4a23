import type { IdTokenClaims } from '@auth/tokens'

/** What an ID token says of how and when the person signed in, and in which of the provider's sessions. */
const names = ['auth_time', 'acr', 'amr', 'sid'] as const

type SignInClaims = Partial<Pick<IdTokenClaims, (typeof names)[number]>>

/** The claims, and beside them what was said of the sign-in before: a refresh changes nothing about it (OpenID Connect Core 12.2). */
export function withSignIn(claims: IdTokenClaims, before: SignInClaims = {}): IdTokenClaims {
  return Object.freeze({ ...claims, ...findUnsaid(before, claims) })
}

/** What was said of a sign-in, and is not said again. */
export function findUnsaid(before: SignInClaims, now: SignInClaims): SignInClaims {
  return Object.fromEntries(
    names.filter((name) => before[name] !== undefined && now[name] === undefined).map((name) => [name, before[name]]),
  )
}
