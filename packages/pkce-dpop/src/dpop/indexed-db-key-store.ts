import { checkOptions } from '@auth/core-errors/options'
import { DPoPKeyPair, type GenerateDPoPKeyPairOptions } from './dpop-key-pair.ts'
import type { KeyDatabase } from './key-database.ts'
import { runInKeyDatabase } from './run-in-key-database.ts'
import { loadDPoPKeyPair, loadOrGenerateDPoPKeyPair, toKeptKeyPair } from './load-or-generate-dpop-key-pair.ts'
import type { RestoreDPoPKeyPairOptions } from './restore-dpop-key-pair.ts'

/** What {@link IndexedDBKeyStore} takes. */
export type IndexedDBKeyStoreOptions = KeyDatabase

/**
 * Keeps a browser's key pairs across page loads, by name. What is kept are WebCrypto's own handles: a private key that
 * cannot be extracted stays so. Whoever runs a script in the page can sign with it all the same.
 *
 * Every method throws ServiceUnavailableError (SRV_5002) where the browser refuses, and InvalidConfigError (VAL_2002)
 * where there is no IndexedDB or an argument is of the wrong kind.
 */
export class IndexedDBKeyStore {
  readonly #database: KeyDatabase

  constructor(options: IndexedDBKeyStoreOptions = {}) {
    const { databaseName, indexedDB } = Object(options) as IndexedDBKeyStoreOptions
    checkOptions({
      databaseName: databaseName === undefined || isName(databaseName),
      indexedDB: indexedDB === undefined || typeof indexedDB === 'object',
    })
    this.#database = { databaseName, indexedDB }
  }

  /** The key pair of that name, if there is one. */
  async load(name: string, options?: RestoreDPoPKeyPairOptions): Promise<DPoPKeyPair | undefined> {
    return loadDPoPKeyPair(name, options, this.#database)
  }

  /** Keeps the key pair under that name, in place of another. */
  async save(name: string, keyPair: DPoPKeyPair): Promise<void> {
    checkOptions({ name: isName(name), keyPair: keyPair instanceof DPoPKeyPair })
    await runInKeyDatabase(this.#database, 'readwrite', (store) => store.put(toKeptKeyPair(keyPair), name))
  }

  /** Forgets the key pair of that name, if there is one. */
  async delete(name: string): Promise<void> {
    checkOptions({ name: isName(name) })
    await runInKeyDatabase(this.#database, 'readwrite', (store) => store.delete(name))
  }

  /**
   * The key pair of that name, or a new one that is kept from now on; two tabs that ask at once get the same. `algorithm`
   * and `extractable` count for a new one alone.
   */
  async loadOrGenerate(name: string, options?: GenerateDPoPKeyPairOptions): Promise<DPoPKeyPair> {
    return loadOrGenerateDPoPKeyPair(name, options, this.#database)
  }
}

function isName(name: unknown): boolean {
  return typeof name === 'string' && name !== ''
}
