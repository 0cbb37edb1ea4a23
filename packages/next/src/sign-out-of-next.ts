import type { Session, SessionStore, SignOutOptions } from '@auth/client/session'
import { checkOneOf, checkOption } from '@auth/core-errors/options'
import { writeCookies } from './cookie-writes.ts'
import type { NextAuthContext } from './next-auth-context.ts'

/** What a sign-out takes. */
export interface NextSignOutOptions extends SignOutOptions {
  /** Also ends every other session that the person has here. Needs the option `sessionStore`. @default false */
  readonly everywhere?: boolean | undefined
}

/**
 * Ends the session, here and at the provider; or all of the person's.
 * @throws {InvalidConfigError} VAL_2002, when all are to end, and nobody keeps them
 */
export async function signOutOfNext({ platform, parts }: NextAuthContext, options: NextSignOutOptions): Promise<never> {
  const { everywhere = false, ...others } = options
  checkOneOf(everywhere, 'everywhere', [true, false])
  const jar = await platform.cookies()
  const { manager, sessionStore } = await parts()
  const hasStore = sessionStore !== undefined || !everywhere
  checkOption(hasStore, undefined, 'sessionStore', 'given: sessions in cookies are ended one by one')
  const state = everywhere ? await manager.read(jar) : undefined
  // This one is ended first: the provider ends its own session by the tokens that are in it.
  const { url, cookies } = await manager.signOut(jar, others)
  writeCookies(jar, cookies)
  if (state !== undefined && state.kind !== 'none') await endAll(sessionStore, state.session)
  return platform.redirect(url)
}

async function endAll(store: SessionStore | undefined, { claims, user }: Session): Promise<void> {
  await store?.deleteMatching({ issuer: claims.iss, subject: user.sub })
}
