import type { NextPlatform } from './next-platform.ts'

/**
 * The request header by which the proxy tells pages where they are: the path and query. Whoever sends it without a proxy
 * in front only chooses where they themselves are sent back to, and never off this origin.
 */
export const returnPathHeader = 'x-auth-return-path'

/**
 * Where somebody is to come back to: where the proxy says that they are, or where a server action was called from; else
 * the start page, since Next.js tells a page its address in no other way.
 */
export async function readReturnPath(platform: NextPlatform, publicUrl: string): Promise<string> {
  const headers = await platform.headers()
  const told = headers.get(returnPathHeader)
  if (told !== null) return told
  const isAction = headers.get('next-action') !== null || headers.get('origin') !== null
  const referer = isAction ? headers.get('referer') : null
  const origin = new URL(publicUrl).origin
  return referer?.startsWith(`${origin}/`) === true ? referer.slice(origin.length) : '/'
}
