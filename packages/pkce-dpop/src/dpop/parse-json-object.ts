/** A JSON object as it came, of which nothing is known yet. */
export type JSONObject = Readonly<Record<string, unknown>>

/** The object in strict UTF-8 JSON; `undefined` for any other bytes, and where a member's name stands twice at any depth. */
export function parseJsonObject(bytes: Uint8Array): JSONObject | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    // Text that is what `stringify` writes has no name twice: most clients' is, and needs no second look.
    return JSON.stringify(value) === text || hasUniqueNames(text) ? (value as JSONObject) : undefined
  } catch {
    return undefined
  }
}

/** Whether no object in a well-formed JSON text has two members of one name, escapes undone. */
function hasUniqueNames(text: string): boolean {
  const open: Set<string>[] = []
  for (const [token, name] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') open.push(new Set())
    else if (token === '}') open.pop()
    else if (name !== undefined) {
      const names = open.at(-1)!
      if (names.size === names.add(JSON.parse(name) as string).size) return false
    }
  }
  return true
}
