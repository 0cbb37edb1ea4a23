import { brand } from './brand.ts'

const hidden = '[redacted]'
/** What a secret is called, or what may carry one; `[en]_?code` are authorization and device codes. */
const secretNames = 'secret|token|assertion|password|verifier|proof|headers|body|cookie|authorization|[en]_?code'
/** What begins like a compact JWS or JWE; the credentials of an `Authorization` header; a secret form or JSON member. */
const secretText: RegExp = /* @__PURE__ */ new RegExp(
  `\\beyJ[\\w.-]{9,}|((?:bearer|dpop|basic) +(?=\\S{16})|(?:${secretNames}|\\bcode)(?:=|": ?"))[^\\s&"]+`,
  'gi',
)
const secretName: RegExp = /* @__PURE__ */ new RegExp(`(${secretNames})$`, 'i')

/**
 * Text or plain data without secrets: hidden is what looks like a token or credentials, what is named like a secret,
 * and all that is not plain data.
 */
export function redact(value: unknown, depth = 9): unknown {
  if (typeof value === 'string') return value.replace(secretText, `$1${hidden}`)
  if (Object(value) !== value) return value
  if (!depth || ![Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value))) return hidden
  if (Array.isArray(value)) return value.map((item) => redact(item, depth - 1))
  return Object.fromEntries(
    Object.entries(value as object).map(([name, item]) => [name, item && secretName.test(name) ? hidden : redact(item, depth - 1)]),
  )
}

/** An error of this family, or one that shows no secret, is kept as it is; of another its name, message and redacted cause. */
export function redactCause(cause: unknown, depth = 9): unknown {
  if (brand in Object(cause)) return cause
  if (!(cause instanceof Error)) return redact(cause)
  const inner = depth ? redactCause(cause.cause, depth - 1) : undefined
  const isHarmless = inner === cause.cause && [cause.stack, ...Object.values(cause)].every((item) => redact(item) === item)
  return isHarmless ? cause : Object.assign(new Error(redact(cause.message) as string, { cause: inner }), { name: cause.name })
}
