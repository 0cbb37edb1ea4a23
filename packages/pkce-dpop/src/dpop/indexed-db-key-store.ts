import { ServiceUnavailableError } from '@auth/core-errors'
import { checkObject, checkOption, checkString } from '@auth/core-errors/options'
import { DPoPKeyPair, type GenerateDPoPKeyPairOptions } from './dpop-key-pair.ts'
import { restoreDPoPKeyPair, type RestoreDPoPKeyPairOptions } from './restore-dpop-key-pair.ts'

/** What {@link IndexedDBKeyStore} takes. */
export interface IndexedDBKeyStoreOptions {
  /** The name of the database. @default 'auth-dpop' */
  readonly databaseName?: string | undefined
  /** @default globalThis.indexedDB, looked up at the first use */
  readonly indexedDB?: IDBFactory | undefined
}

const objectStore = 'keys'

/**
 * Keeps a browser's key pairs across page loads, by name. What is kept are WebCrypto's own handles: a private key that
 * cannot be extracted stays so. Whoever runs a script in the page can sign with it all the same.
 *
 * Every method throws ServiceUnavailableError (SRV_5002) where the browser refuses, and InvalidConfigError (VAL_2002)
 * where there is no IndexedDB or an argument is of the wrong kind.
 */
export class IndexedDBKeyStore {
  readonly #databaseName: string
  readonly #indexedDB: IDBFactory | undefined

  constructor(options: IndexedDBKeyStoreOptions = {}) {
    const { databaseName = 'auth-dpop', indexedDB } = checkObject(options, 'options')
    this.#databaseName = checkString(databaseName, 'databaseName')
    this.#indexedDB = indexedDB === undefined ? undefined : checkObject(indexedDB, 'indexedDB')
  }

  /** The key pair of that name, if there is one. */
  async load(name: string, options?: RestoreDPoPKeyPairOptions): Promise<DPoPKeyPair | undefined> {
    checkString(name, 'name')
    const keys: CryptoKeyPair | undefined = await this.#run('readonly', (store) => store.get(name))
    return keys && restoreDPoPKeyPair(keys, options)
  }

  /** Keeps the key pair under that name, in place of another. */
  async save(name: string, keyPair: DPoPKeyPair): Promise<void> {
    checkString(name, 'name')
    checkOption(keyPair instanceof DPoPKeyPair, keyPair, 'keyPair', 'a DPoPKeyPair')
    await this.#run('readwrite', (store) => store.put(keyPair.keys, name))
  }

  /** Forgets the key pair of that name, if there is one. */
  async delete(name: string): Promise<void> {
    checkString(name, 'name')
    await this.#run('readwrite', (store) => store.delete(name))
  }

  /**
   * The key pair of that name, or a new one that is kept from now on; two tabs that ask at once get the same. `algorithm`
   * and `extractable` count for a new one alone.
   */
  async loadOrGenerate(name: string, options?: GenerateDPoPKeyPairOptions): Promise<DPoPKeyPair> {
    const kept = await this.load(name, options)
    if (kept) return kept
    const generated = await DPoPKeyPair.generate(options)
    try {
      await this.#run('readwrite', (store) => store.add(generated.keys, name))
      return generated
    } catch (error) {
      // When another tab was faster, its key pair is the one that both use.
      const other = await this.load(name, options)
      if (other) return other
      throw error
    }
  }

  async #run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const factory: IDBFactory | undefined = this.#indexedDB ?? globalThis.indexedDB
    checkOption(factory !== undefined, factory, 'indexedDB', 'given where the runtime has none')
    try {
      const database = await openDatabase(factory, this.#databaseName)
      try {
        return await runTransaction(database.transaction(objectStore, mode), work)
      } finally {
        database.close()
      }
    } catch (cause) {
      throw new ServiceUnavailableError('the key store of this browser cannot be used', { cause })
    }
  }
}

function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  const request = factory.open(name)
  return new Promise((resolve, reject) => {
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(objectStore))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error))
  })
}

/** The result, once it is on disk. */
function runTransaction<T>(transaction: IDBTransaction, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const request = work(transaction.objectStore(objectStore))
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve(request.result))
    transaction.addEventListener('abort', () => reject(transaction.error))
  })
}
