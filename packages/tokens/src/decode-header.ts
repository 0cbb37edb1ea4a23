import type { TokenHeader } from '@auth/jwks'
import { encodeBase64url } from '#base64url'
import { decodePart } from './decode-part.ts'
import { invalidToken } from './invalid-token.ts'

/** Header parameters have their types, and none demands what is not understood here (RFC 7515 §4.1.11, RFC 7797). */
function checkHeader(header: Readonly<Record<string, unknown>>): TokenHeader {
  const { alg, kid, typ } = header
  if (typeof alg !== 'string') throw invalidToken('alg', 'token header has no "alg" string')
  if (kid !== undefined && typeof kid !== 'string') throw invalidToken('kid', 'token header "kid" is not a string')
  if (typ !== undefined && typeof typ !== 'string') throw invalidToken('typ', 'token header "typ" is not a string')
  if (Object.hasOwn(header, 'crit') || Object.hasOwn(header, 'b64')) {
    throw invalidToken('crit', 'token header demands an extension that is not supported')
  }
  return header as TokenHeader
}

/** An issuer's tokens share a handful of headers. The bounds keep a sender of many different ones from filling memory. */
const recentHeaders: Map<string, TokenHeader> = /* @__PURE__ */ new Map()
const maxRecentHeaders = 64
const maxRecentLength = 512

/** A token's first part: decoded and checked once for tokens that share it, since equal text means equal headers. */
export function decodeHeader(part: string): TokenHeader {
  const recent = recentHeaders.get(part)
  if (recent !== undefined) return recent
  const { bytes, object } = decodePart(part, 'header')
  const header = checkHeader(object)
  if (recentHeaders.size >= maxRecentHeaders) recentHeaders.clear()
  // The key is a copy, for `part` would keep the whole token in memory.
  if (part.length <= maxRecentLength) recentHeaders.set(encodeBase64url(bytes), header)
  return header
}
