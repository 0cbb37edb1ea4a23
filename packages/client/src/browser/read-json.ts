/**
 * What a storage has under a key. Nothing for what is no JSON, since whatever runs at this origin may have written it, and
 * nothing where the browser keeps the storage shut.
 */
export function readJson(storage: Pick<Storage, 'getItem'> | undefined, key: string): unknown {
  try {
    return JSON.parse(storage?.getItem(key) ?? 'null')
  } catch {
    return undefined
  }
}
