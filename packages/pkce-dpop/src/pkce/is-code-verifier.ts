/** Whether a value has the form of a code verifier: 43 to 128 unreserved characters (RFC 7636 §4.1). */
export function isCodeVerifier(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.~-]{43,128}$/.test(value)
}
