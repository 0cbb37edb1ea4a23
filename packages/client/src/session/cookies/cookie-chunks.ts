import { ValidationError } from '@auth/core-errors'

/** What browsers keep of one cookie, name and attributes included (RFC 6265 §6.1). */
const maxCookieBytes = 4096
/** Room for `.2`, `3~`, and the attributes. */
const reservedBytes = 128
/** With three, a request still fits into what Node takes of headers by default: 16 KiB. */
const maxChunks = 3

/** The cookies that one sealed text is spread over: the first one says how many there are. */
export function splitCookie(name: string, sealed: string): readonly { readonly name: string; readonly value: string }[] {
  const size = maxCookieBytes - reservedBytes - name.length
  const count = Math.ceil(sealed.length / size)
  if (count > maxChunks) {
    throw new ValidationError('the session does not fit into cookies: use a sessionStore, or ask for smaller tokens', {
      details: { check: 'cookie_size', bytes: sealed.length, maxBytes: maxChunks * size },
    })
  }
  return Array.from({ length: count }, (_, index) => ({
    name: index === 0 ? name : `${name}.${index}`,
    value: (index === 0 ? `${count}~` : '') + sealed.slice(index * size, (index + 1) * size),
  }))
}

/** The sealed text; undefined when a part is missing. Whether the parts belong together is told by the seal. */
export function joinCookie(name: string, cookies: ReadonlyMap<string, string>): string | undefined {
  const [, digit, first] = /^([1-3])~(.*)$/s.exec(cookies.get(name) ?? '') ?? []
  if (first === undefined) return undefined
  const others = Array.from({ length: Number(digit) - 1 }, (_, index) => cookies.get(`${name}.${index + 1}`))
  return others.includes(undefined) ? undefined : first + others.join('')
}

/** The names, among those of a request, that the parts of a cookie have or had. */
export function listChunkNames(name: string, cookies: ReadonlyMap<string, string>): readonly string[] {
  return [...cookies.keys()].filter((key) => key === name || (key.startsWith(`${name}.`) && /^\d$/.test(key.slice(name.length + 1))))
}
