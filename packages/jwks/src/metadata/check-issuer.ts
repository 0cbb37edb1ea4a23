import { checkOption, checkUrl } from '@auth/core-errors/options'

/** An issuer as it is configured: an https URL without query and fragment (RFC 8414 §2). @throws {InvalidConfigError} VAL_2002 */
export function checkIssuer(issuer: string, allowInsecureLoopback?: boolean): string {
  checkOption(typeof issuer === 'string' && !issuer.includes('?'), issuer, 'issuer', 'the text of a URL without query')
  return checkUrl(issuer, 'issuer', allowInsecureLoopback)
}
