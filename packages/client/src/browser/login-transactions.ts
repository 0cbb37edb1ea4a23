import { ServiceUnavailableError } from '@auth/core-errors'
import { readJson } from './read-json.ts'
import type { LoginTransaction } from './start-login.ts'

/** More sign-ins than these are not under way in one tab: the oldest gives way. */
const maxTransactions = 5

/** The sign-ins that this tab has started, each to be ended once. */
export interface LoginTransactions {
  readonly add: (transaction: LoginTransaction) => void
  /** The sign-in of that state, which is forgotten with it. */
  readonly take: (state: string | undefined) => LoginTransaction | undefined
}

/**
 * Keeps transactions in a tab's storage under one key.
 * @throws {ServiceUnavailableError} SRV_5002, from both, where the storage is full or the browser keeps it shut
 */
export function createLoginTransactions(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined, key: string): LoginTransactions {
  const read = (): LoginTransaction[] => [readJson(storage, key) as LoginTransaction[]].flat().filter(Boolean)
  const write = (list: LoginTransaction[]): void => {
    try {
      storage!.setItem(key, JSON.stringify(list.slice(-maxTransactions)))
    } catch (cause) {
      throw new ServiceUnavailableError('the session storage of this browser cannot be used', { cause })
    }
  }
  return {
    add: (transaction) => write([...read(), transaction]),
    take(state) {
      const list = read()
      const found = list.find((transaction) => transaction.state === state)
      if (found) write(list.filter((transaction) => transaction !== found))
      return found
    },
  }
}
