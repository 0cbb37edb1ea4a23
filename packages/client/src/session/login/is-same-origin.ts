import { checkOption } from '@auth/core-errors/options'
import { readHeader, type RequestSource } from '../cookies/cookie-source.ts'

/**
 * Whether a request was made by a page of the application, or by the person in the address bar: by what the browser says
 * of it (Fetch Metadata), else by its `Origin`. A request that says neither, or `null`, was not.
 */
export function isSameOrigin(source: RequestSource, publicUrl: string | URL): boolean {
  const site = readHeader(source, 'sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const url = URL.parse(publicUrl)
  checkOption(url !== null, undefined, 'publicUrl', 'an absolute URL')
  return readHeader(source, 'origin') === url!.origin
}
