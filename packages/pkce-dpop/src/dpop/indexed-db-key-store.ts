import { ServiceUnavailableError } from '@auth/core-errors'
import { checkArguments } from './check-arguments.ts'
import { DPoPKeyPair, type GenerateDPoPKeyPairOptions } from './dpop-key-pair.ts'
import type { RestoreDPoPKeyPairOptions } from './restore-dpop-key-pair.ts'

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
    const { databaseName = 'auth-dpop', indexedDB } = Object(options) as IndexedDBKeyStoreOptions
    checkArguments({ databaseName: isName(databaseName), indexedDB: indexedDB === undefined || typeof indexedDB === 'object' })
    this.#databaseName = databaseName
    this.#indexedDB = indexedDB
  }

  /** The key pair of that name, if there is one. */
  async load(name: string, options?: RestoreDPoPKeyPairOptions): Promise<DPoPKeyPair | undefined> {
    const { now = Date.now } = Object(options) as RestoreDPoPKeyPairOptions
    checkArguments({ name: isName(name), now: typeof now === 'function' })
    const parts = await this.#run('readonly', (store) => store.get(name))
    return parts && Object.assign(Object.create(DPoPKeyPair.prototype), parts, { now })
  }

  /** Keeps the key pair under that name, in place of another. */
  async save(name: string, keyPair: DPoPKeyPair): Promise<void> {
    checkArguments({ name: isName(name), keyPair: keyPair instanceof DPoPKeyPair })
    await this.#run('readwrite', (store) => store.put(toParts(keyPair), name))
  }

  /** Forgets the key pair of that name, if there is one. */
  async delete(name: string): Promise<void> {
    checkArguments({ name: isName(name) })
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
      await this.#run('readwrite', (store) => store.add(toParts(generated), name))
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
    checkArguments({ indexedDB: factory })
    let database: IDBDatabase | undefined
    try {
      database = await openDatabase(factory, this.#databaseName)
      return await runTransaction(database.transaction(objectStore, mode), work)
    } catch (cause) {
      throw new ServiceUnavailableError('the key store of this browser cannot be used', { cause })
    } finally {
      database?.close()
    }
  }
}

/** What is kept: all that makes the key pair but its clock, so that nothing has to be worked out when it is loaded. */
type KeyPairParts = Pick<DPoPKeyPair, 'algorithm' | 'keys' | 'publicJwk' | 'thumbprint'>

function toParts({ algorithm, keys, publicJwk, thumbprint }: DPoPKeyPair): KeyPairParts {
  return { algorithm, keys, publicJwk, thumbprint }
}

function isName(name: unknown): boolean {
  return typeof name === 'string' && name !== ''
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
