/** A person who can sign in at the demo issuer. The password is public on purpose. */
export interface DemoUser {
  /** The `sub` of the person's tokens. */
  readonly id: string
  readonly username: string
  readonly password: string
  readonly name: string
  readonly email: string
  /** The `roles` claim. Scopes that end in `:write` are given to editors only. */
  readonly roles: readonly string[]
}

/** The two people of the demo: one who may change orders, one who may only read them. */
export const demoUsers: readonly [ada: DemoUser, linus: DemoUser] = [
  { id: 'user-ada', username: 'ada', password: 'demo-ada', name: 'Ada Byron', email: 'ada@example.com', roles: ['admin', 'editor'] },
  { id: 'user-linus', username: 'linus', password: 'demo-linus', name: 'Linus Pauling', email: 'linus@example.com', roles: ['reader'] },
]

/** The second factor of both, for a sign-in that asks for two. */
export const demoOneTimeCode = '246810'

/** Whether a person is ever given a scope. */
export function mayHaveScope(user: DemoUser, scope: string): boolean {
  return !scope.endsWith(':write') || user.roles.includes('editor')
}
