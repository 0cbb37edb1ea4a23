import { decodeBase64url } from '#base64url'
import { encodeUtf8 } from '../encode-utf8.ts'
import { type JSONObject, parseJsonObject } from './parse-json-object.ts'
import { createProofError } from './proof-error.ts'

/** A proof taken apart; nothing in it is verified. */
export interface ParsedProof {
  /** As it was sent; what it says is a matter of `parseProofKey`. */
  readonly encodedHeader: string
  readonly payload: JSONObject
  readonly signature: Uint8Array<ArrayBuffer>
  /** What the signature is over. */
  readonly data: Uint8Array<ArrayBuffer>
}

const maxProofLength = 8192

/**
 * The parts of the one proof in a `DPoP` header (RFC 9449 §4.3, 1–2). Two headers come joined by a comma.
 * @throws {DPoPError} DPOP_6001 when there is none; DPOP_6002, check `size`, `count` or `format`
 */
export function parseProof(proof: unknown): ParsedProof {
  if (proof === undefined || proof === null || proof === '') throw createProofError('missing', 'a DPoP proof is required')
  if (typeof proof !== 'string') throw createProofError('count', 'there must be exactly one DPoP proof')
  if (proof.length > maxProofLength) throw createProofError('size', `the DPoP proof is longer than ${maxProofLength} characters`)
  if (proof.includes(',')) throw createProofError('count', 'there must be exactly one DPoP proof')
  const [encodedHeader, encodedPayload, encodedSignature, ...others] = proof.split('.')
  const payload = decodeJson(encodedPayload)
  const signature = decodeBase64url(encodedSignature ?? '')
  if (!encodedHeader || !payload || !signature?.length || others.length > 0) {
    throw createProofError('format', 'the DPoP proof is not a compact JWS of a JSON object')
  }
  return { encodedHeader, payload, signature, data: encodeUtf8(`${encodedHeader}.${encodedPayload}`) }
}

/** The JSON object in one part of a proof. */
export function decodeJson(part: string | undefined): JSONObject | undefined {
  const bytes = decodeBase64url(part ?? '')
  return bytes && parseJsonObject(bytes)
}
