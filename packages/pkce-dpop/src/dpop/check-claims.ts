import { isSameText } from '../is-same-text.ts'
import { normalizeHtu } from './normalize-htu.ts'
import type { JSONObject } from './parse-json-object.ts'
import { createProofError } from './proof-error.ts'

const maxJtiLength = 256

/** The proof's id: text, of a length that a store can be asked to bear. @throws {DPoPError} DPOP_6002, check `jti` */
export function checkJti({ jti }: JSONObject): string {
  if (typeof jti === 'string' && jti !== '' && jti.length <= maxJtiLength) return jti
  throw createProofError('jti', `the DPoP proof must have a jti of 1 to ${maxJtiLength} characters`)
}

/** The proof is for this method and this URL, a normalised one (RFC 9449 §4.3, 8–9). @throws {DPoPError} DPOP_6002, check `htm` or `htu` */
export function checkTarget({ htm, htu }: JSONObject, method: string, url: string): void {
  if (htm !== method) {
    throw createProofError('htm', `the method of the DPoP proof does not match: expected ${quote(method)}, got ${quote(htm)}`)
  }
  const target = isUri(htu) ? normalizeHtu(htu) : undefined
  if (target === url) return
  throw createProofError('htu', `the URL of the DPoP proof does not match: expected ${quote(url)}, got ${quote(target)}`)
}

/** What a client wrote, for a message that goes into a header: cut off, and in printable ASCII. */
function quote(value: unknown): string {
  return (JSON.stringify(value) ?? 'none').replace(/[^ -~]/g, '?').slice(0, 200)
}

/** An absolute http or https URI without a user, and without what the URL standard would repair in silence. */
function isUri(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[^\s\\/?#@]+([/?#][^\s\\]*)?$/i.test(value) && URL.canParse(value)
}

/** The window that a proof's `iat` must be in, in seconds. */
export interface ProofWindow {
  readonly maxAgeSeconds: number
  readonly clockToleranceSeconds: number
}

/** When the proof was made, in seconds: not too long ago, and not in the future (RFC 9449 §4.3, 11). @throws {DPoPError} DPOP_6002, check `iat` */
export function checkIat({ iat }: JSONObject, nowSeconds: number, { maxAgeSeconds, clockToleranceSeconds }: ProofWindow): number {
  if (typeof iat !== 'number' || !Number.isFinite(iat)) throw createProofError('iat', 'the DPoP proof must have a numeric iat')
  const age = nowSeconds - iat
  if (age <= maxAgeSeconds + clockToleranceSeconds && age >= -clockToleranceSeconds) return iat
  throw createProofError('iat', `the DPoP proof is too old or from the future: made at ${iat}, now is ${nowSeconds}`)
}

/** The proof is for this access token, by its hash (RFC 9449 §4.3, 12 a). @throws {DPoPError} DPOP_6002, check `ath` */
export function checkAth({ ath }: JSONObject, expected: string): void {
  if (typeof ath === 'string' && isSameText(expected, ath)) return
  throw createProofError('ath', 'the DPoP proof is not for this access token')
}

/** The access token is bound to the key of the proof (RFC 9449 §4.3, 12 b). @throws {DPoPError} DPOP_6002, check `binding` */
export function checkBinding(thumbprint: string, boundThumbprint: string): void {
  if (isSameText(boundThumbprint, thumbprint)) return
  throw createProofError('binding', 'the access token is bound to another key than the one of the DPoP proof')
}
