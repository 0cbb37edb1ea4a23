import { checkObject } from '@auth/core-errors/options'
import type { TokenClaims } from '@auth/tokens'
import type { NextAuthConfig } from './next-auth-config.ts'
import { createParts, type NextAuthParts } from './next-auth-parts.ts'
import { oncePerProcess } from './per-process.ts'

/** The options, or what gives them at the first request. */
export type NextAuthConfigSource<Claims extends TokenClaims = TokenClaims> =
  | NextAuthConfig<Claims>
  | (() => NextAuthConfig<Claims> | Promise<NextAuthConfig<Claims>>)

/**
 * How to get at the parts. Options that are there are checked at once; a function that gives them is called once, and again
 * after it has failed.
 */
export function findParts<Claims extends TokenClaims>(config: NextAuthConfigSource<Claims>): () => Promise<NextAuthParts<Claims>> {
  const make = (options: NextAuthConfig<Claims>): NextAuthParts<Claims> =>
    oncePerProcess(checkObject(options, 'config'), () => createParts(options))
  if (typeof config !== 'function') {
    const parts = make(config)
    return async () => parts
  }
  let found: Promise<NextAuthParts<Claims>> | undefined
  return () =>
    (found ??= (async () => make(await config()))().catch((error: unknown) => {
      found = undefined
      throw error
    }))
}
