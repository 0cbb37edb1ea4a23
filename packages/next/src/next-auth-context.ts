import type { TokenClaims } from '@auth/tokens'
import type { NextAuthParts } from './next-auth-parts.ts'
import type { NextPlatform } from './next-platform.ts'

/** What every part of the adapter is given. */
export interface NextAuthContext<Claims extends TokenClaims = TokenClaims> {
  readonly platform: NextPlatform
  /** Made at the first call, where the options are a function. */
  readonly parts: () => Promise<NextAuthParts<Claims>>
}
