const decoder: TextDecoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const maxDepth = 64

/** Freezes what JSON.parse made, and counts the members of all objects in it; NaN when they are nested deeper than `depth`. */
function freezeAndCount(value: object, depth: number): number {
  if (depth === 0) return NaN
  const isArray = Array.isArray(value)
  const items: readonly unknown[] = isArray ? value : Object.values(value)
  let count = isArray ? 0 : items.length
  // An iterator, or members that are read once the object is frozen, take four times as long.
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (typeof item === 'object' && item !== null) count += freezeAndCount(item, depth - 1)
  }
  Object.freeze(value)
  return count
}

/** Where the string ends that begins with the quote at `start`, in text that is known to be JSON. */
function findStringEnd(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === 92) backslashes++
    if (backslashes % 2 === 0) return end
  }
}

/** How many member names stand in text that is known to be JSON: the colons outside strings. */
function countNames(text: string): number {
  let count = 0
  let from = 0
  for (let quote = text.indexOf('"'); quote !== -1; quote = text.indexOf('"', from)) {
    from = findStringEnd(text, quote) + 1
    while (text.charCodeAt(from) <= 32) from++
    if (text.charCodeAt(from) === 58) count++
  }
  return count
}

/**
 * The one JSON object that the bytes hold, deeply frozen, or undefined: for bytes that are not UTF-8, for a byte order mark, another
 * kind of value, a member name that stands twice in one object, or nesting deeper than 64.
 */
export function parseJsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = decoder.decode(bytes)
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    // JSON.parse keeps the last of two members with one name, so that fewer are left than were written.
    return freezeAndCount(value, maxDepth) === countNames(text) ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}
