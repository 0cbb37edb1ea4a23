'use server'

import { protect } from '../../auth'
import { twoFactors } from '../../src/two-factors'
import { toName } from '../../src/to-name'

/** Moves the money. A server action is a door of its own: it guards itself, whoever has seen the page. */
export async function pay(): Promise<string> {
  const { user } = await protect(twoFactors)
  return `Paid, ${toName(user)}. Thank you.`
}
