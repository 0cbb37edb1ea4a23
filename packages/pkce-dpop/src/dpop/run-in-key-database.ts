import { ServiceUnavailableError } from '@auth/core-errors'
import { checkOptions } from '@auth/core-errors/options'
import type { KeyDatabase } from './key-database.ts'

const objectStore = 'keys'

/**
 * Does one thing in a database of key pairs, and waits until it is on disk.
 * @throws {ServiceUnavailableError} SRV_5002 where the browser refuses; {InvalidConfigError} VAL_2002 where there is no IndexedDB
 */
export async function runInKeyDatabase<T>(
  { databaseName = 'auth-dpop', indexedDB = globalThis.indexedDB }: KeyDatabase,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  checkOptions({ indexedDB })
  try {
    const opening = indexedDB.open(databaseName)
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(objectStore))
    await settle(opening, ['success', 'error'])
    const database = opening.result
    try {
      const transaction = database.transaction(objectStore, mode)
      const request = work(transaction.objectStore(objectStore))
      await settle(transaction, ['complete', 'abort'])
      return request.result
    } finally {
      database.close()
    }
  } catch (cause) {
    throw new ServiceUnavailableError('the key store of this browser cannot be used', { cause })
  }
}

function settle(target: IDBRequest | IDBTransaction, [success, failure]: readonly [string, string]): Promise<void> {
  return new Promise((resolve, reject) => {
    target.addEventListener(success, () => resolve())
    target.addEventListener(failure, () => reject(target.error))
  })
}
