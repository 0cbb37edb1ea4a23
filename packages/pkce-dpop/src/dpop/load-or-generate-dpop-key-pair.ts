import { checkOptions } from '@auth/core-errors/options'
import { DPoPKeyPair, type GenerateDPoPKeyPairOptions } from './dpop-key-pair.ts'
import type { KeyDatabase } from './key-database.ts'
import { runInKeyDatabase } from './run-in-key-database.ts'

/** What is kept: all that makes the key pair but its clock, so that nothing has to be worked out when it is loaded. */
export function toKeptKeyPair({ algorithm, keys, publicJwk, thumbprint }: DPoPKeyPair): object {
  return { algorithm, keys, publicJwk, thumbprint }
}

/** The key pair of that name, if there is one. */
export async function loadDPoPKeyPair(
  name: string,
  options?: Pick<GenerateDPoPKeyPairOptions, 'now'>,
  database: KeyDatabase = {},
): Promise<DPoPKeyPair | undefined> {
  const { now = Date.now } = Object(options) as GenerateDPoPKeyPairOptions
  checkOptions({ name: name && typeof name === 'string', now: typeof now === 'function' })
  const kept = await runInKeyDatabase(database, 'readonly', (store) => store.get(name))
  return kept && Object.assign(Object.create(DPoPKeyPair.prototype), kept, { now })
}

/**
 * The key pair of that name in a browser's IndexedDB, or a new one that is kept from now on: `loadOrGenerate` of an
 * `IndexedDBKeyStore`, for who needs nothing else of it.
 * @throws {ServiceUnavailableError} SRV_5002 where the browser refuses
 * @throws {InvalidConfigError} VAL_2002 where there is no IndexedDB, or for an argument of the wrong kind
 */
export async function loadOrGenerateDPoPKeyPair(
  name: string,
  options?: GenerateDPoPKeyPairOptions,
  database: KeyDatabase = {},
): Promise<DPoPKeyPair> {
  const kept = await loadDPoPKeyPair(name, options, database)
  if (kept) return kept
  const generated = await DPoPKeyPair.generate(options)
  try {
    await runInKeyDatabase(database, 'readwrite', (store) => store.add(toKeptKeyPair(generated), name))
    return generated
  } catch (error) {
    // When another tab was faster, its key pair is the one that both use.
    const other = await loadDPoPKeyPair(name, options, database)
    if (other) return other
    throw error
  }
}
