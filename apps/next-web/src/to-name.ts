import type { SessionUser } from '@auth/next'

/** What to call somebody. */
export function toName(user: SessionUser): string {
  const { name } = user
  return typeof name === 'string' ? name : user.sub
}
