/** In browsers nothing is read: what any script of a page can write must not decide which keys are trusted. */
export async function readStoredKeys(): Promise<undefined> {
  return undefined
}

/** Nor is anything written. */
export async function writeStoredKeys(): Promise<undefined> {
  return undefined
}
