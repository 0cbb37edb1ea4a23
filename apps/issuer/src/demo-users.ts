/** A person who can sign in at the demo issuer. The password is public on purpose. */
export interface DemoUser {
  readonly id: string
  readonly username: string
  readonly password: string
  readonly name: string
  readonly email: string
  readonly roles: readonly string[]
}

/** The two people of the demo: one who may write orders, one who may only read them. */
export const demoUsers: readonly DemoUser[] = [
  {
    id: 'user-ada',
    username: 'ada',
    password: 'demo-ada',
    name: 'Ada Byron',
    email: 'ada@example.com',
    roles: ['admin', 'editor'],
  },
  {
    id: 'user-linus',
    username: 'linus',
    password: 'demo-linus',
    name: 'Linus Pauling',
    email: 'linus@example.com',
    roles: ['reader'],
  },
]
