import { TokenInvalidError } from '@auth/core-errors'
import { checkOption } from '@auth/core-errors/options'
import { encodeBase64url } from '#base64url'
import { isSameText } from './is-same-text.ts'

/** A client certificate, in DER or in PEM. */
export type ClientCertificate = Uint8Array | string

/** The first certificate in a PEM text is the client's own; what follows is its chain. */
function toDer(certificate: unknown): Uint8Array<ArrayBuffer> {
  if (certificate instanceof Uint8Array) return new Uint8Array(certificate)
  const pem = typeof certificate === 'string' ? certificate : ''
  const body = /^\s*-----BEGIN CERTIFICATE-----([A-Za-z\d+/=\s]+)-----END CERTIFICATE-----/.exec(pem)?.[1]
  checkOption(body !== undefined, certificate, 'getCertificate', 'a function that answers a certificate in DER or PEM, or undefined')
  return Uint8Array.from(atob(body!.replace(/\s/g, '')), (character) => character.charCodeAt(0))
}

/**
 * The token is bound to the certificate that the client showed. Whether that was verified is the business of whoever
 * ended the TLS connection.
 * @throws {TokenInvalidError} AUTH_1002, check `certificate`
 * @see RFC 8705 §3
 */
export async function checkCertificate(boundThumbprint: string, certificate: ClientCertificate | null | undefined): Promise<void> {
  const isThere = certificate !== undefined && certificate !== null && certificate.length !== 0
  const digest = isThere && (await crypto.subtle.digest('SHA-256', toDer(certificate)))
  if (digest && isSameText(encodeBase64url(new Uint8Array(digest)), boundThumbprint)) return
  const reason = isThere ? 'the request came with another one' : 'the request came without one'
  throw new TokenInvalidError(`the token is bound to a client certificate: ${reason}`, { details: { check: 'certificate' } })
}
