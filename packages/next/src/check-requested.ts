import { InvalidConfigError } from '@auth/core-errors'
import type { NextPlatform } from './next-platform.ts'

/**
 * Whether anybody asks: with `dynamic = 'force-static'` Next.js renders for everybody, once, by a request that has nothing
 * in it. What a guard would say then would be kept, and said to those as well who are signed in.
 * @throws {InvalidConfigError} VAL_2002
 */
export async function checkRequested(platform: Pick<NextPlatform, 'headers'>): Promise<void> {
  const headers = await platform.headers()
  // Every request names its host (RFC 9110 §7.2).
  if (headers.get('host') !== null) return
  throw new InvalidConfigError("what is guarded cannot be rendered without a request: take away its `dynamic = 'force-static'`")
}
