import { expect, it } from 'vitest'
import { createStorage } from '../../test/page-provider.ts'
import { createLoginTransactions } from './login-transactions.ts'
import type { LoginTransaction } from './start-login.ts'

const started = (state: string): LoginTransaction => ({
  state,
  issuer: 'https://issuer.test',
  nonce: null,
  codeVerifier: 'v',
  redirectUri: 'https://app.test/',
  scopes: [],
  startedAt: 0,
})

it('gives each sign-in back once, by its state', () => {
  const storage = createStorage()
  const transactions = createLoginTransactions(storage, 'logins')
  transactions.add(started('a'))
  transactions.add(started('b'))
  expect(transactions.take('c')).toBeUndefined()
  expect(transactions.take(undefined)).toBeUndefined()
  expect(createLoginTransactions(storage, 'logins').take('a')).toEqual(started('a'))
  expect(transactions.take('a')).toBeUndefined()
  expect(transactions.take('b')).toEqual(started('b'))
})

it.each(['{"state":', 'null', '7', '"text"', '[null,7]', '{"state":"c"}', '[[{"state":"d"}]]'])(
  'a storage in which another script has left %s takes sign-ins all the same',
  (entry) => {
    const storage = createStorage()
    storage.setItem('logins', entry)
    const transactions = createLoginTransactions(storage, 'logins')
    expect(transactions.take('a')).toBeUndefined()
    transactions.add(started('a'))
    expect(transactions.take('a')).toEqual(started('a'))
  },
)

it('says so when the storage is full, or shut', () => {
  const refuse = (name: string) => (): never => {
    throw new DOMException('no', name)
  }
  const full = { getItem: () => null, setItem: refuse('QuotaExceededError') }
  const shut = { getItem: refuse('SecurityError'), setItem: refuse('SecurityError') }
  for (const storage of [full, shut, undefined]) {
    const transactions = createLoginTransactions(storage, 'logins')
    expect(() => transactions.add(started('secret'))).toThrow(
      expect.objectContaining({ code: 'SRV_5002', message: 'the session storage of this browser cannot be used' }),
    )
    expect(transactions.take('a')).toBeUndefined()
  }
})

it('keeps five, the newest', () => {
  const transactions = createLoginTransactions(createStorage(), 'logins')
  const states = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  for (const state of states) transactions.add(started(state))
  expect(states.filter((state) => transactions.take(state))).toEqual(['c', 'd', 'e', 'f', 'g'])
})
