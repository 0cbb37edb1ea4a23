/** Where a half's number begins in it: past the leading zeros, of which the last stays when there is nothing else. */
function findStart(raw: Uint8Array, from: number, to: number): number {
  let start = from
  while (start < to - 1 && raw[start] === 0) start++
  return start
}

/** How long the half's number is as a DER INTEGER's value: a byte more where it would read as negative. */
function integerLength(raw: Uint8Array, start: number, to: number): number {
  return to - start + ((raw[start] ?? 0) >> 7)
}

/** A raw ECDSA signature (RFC 7518 §3.4: r and s, equally long) as DER, which is what OpenSSL verifies without a detour. */
export function toDerSignature(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const middle = raw.length / 2
  const [rStart, sStart] = [findStart(raw, 0, middle), findStart(raw, middle, raw.length)]
  const [rLength, sLength] = [integerLength(raw, rStart, middle), integerLength(raw, sStart, raw.length)]
  const bodyLength = 4 + rLength + sLength
  const head = bodyLength > 127 ? [48, 129, bodyLength] : [48, bodyLength]
  const der = new Uint8Array(head.length + bodyLength)
  der.set(head)
  der.set([2, rLength], head.length)
  const sHead = head.length + 2 + rLength
  der.set(raw.subarray(rStart, middle), sHead - (middle - rStart))
  der.set([2, sLength], sHead)
  der.set(raw.subarray(sStart), der.length - (raw.length - sStart))
  return der
}
