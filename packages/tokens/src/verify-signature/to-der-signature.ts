/** One half of a raw signature as a DER INTEGER: no leading zeros, but one where the number would read as negative. */
function toInteger(half: Uint8Array): readonly number[] {
  const first = half.findIndex((byte) => byte !== 0)
  const bytes = first === -1 ? [0] : [...half.subarray(first)]
  return (bytes[0] ?? 0) > 127 ? [2, bytes.length + 1, 0, ...bytes] : [2, bytes.length, ...bytes]
}

/** A raw ECDSA signature (RFC 7518 §3.4: r and s, equally long) as DER, which is what OpenSSL verifies without a detour. */
export function toDerSignature(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const middle = raw.length / 2
  const body = [...toInteger(raw.subarray(0, middle)), ...toInteger(raw.subarray(middle))]
  return Uint8Array.from(body.length > 127 ? [48, 129, body.length, ...body] : [48, body.length, ...body])
}
