import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoredTokens } from '../../token-store/token-store.ts'
import { CheckedStore } from './checked-store.ts'
import { MemorySessionStore } from './memory-session-store.ts'

const tokens: StoredTokens = { issuer: 'https://as.example', clientId: 'web', accessToken: 'at', tokenType: 'Bearer', scopes: [] }
const session = { tokens, owner: { issuer: tokens.issuer, subject: 'ada', sid: undefined }, expiresAt: 2 ** 31, endsAt: 2 ** 31 }
const calls = {
  get: (store: CheckedStore) => store.get('id'),
  set: (store: CheckedStore) => store.set('id', tokens, '1'),
  delete: (store: CheckedStore) => store.delete('id', null),
  create: (store: CheckedStore) => store.create('id', session),
  touch: (store: CheckedStore) => store.touch('id', 2 ** 31),
  deleteMatching: (store: CheckedStore) => store.deleteMatching({ issuer: tokens.issuer, subject: 'ada' }),
  claim: (store: CheckedStore) => store.claim('id', 60),
} as const
type Method = keyof typeof calls
const methods = Object.keys(calls) as Method[]

/** What a call comes to when the store's method does this instead. */
async function outcomeOf(method: Method, instead: () => unknown): Promise<unknown> {
  const store = new CheckedStore(Object.assign(new MemorySessionStore(), { [method]: instead }))
  try {
    return await calls[method](store)
  } catch (error) {
    return error
  }
}

describe('a store that keeps its word', () => {
  it('is given as it is, and at once where it answers at once', () => {
    const store = new CheckedStore(new MemorySessionStore())
    void store.create('id', session)
    expect(store.get('id')).toMatchObject({ tokens, version: '1' })
    expect([store.set('id', tokens, '1'), store.set('id', tokens, '1'), store.touch('id', 2 ** 31)]).toEqual([true, false, true])
    expect([store.delete('id', null), store.get('id'), store.touch('id', 2 ** 31)]).toEqual([true, undefined, false])
  })

  it('may say null for what is not there', async () => {
    expect(await outcomeOf('get', async () => null)).toBeUndefined()
  })
})

describe('an outage, and never a session that is not there, is a store', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it.each(methods)('that fails in "%s", at once or later', async (method) => {
    const cause = new Error('connection lost')
    const fail = (): never => {
      throw cause
    }
    for (const instead of [fail, async () => fail()]) {
      expect(await outcomeOf(method, instead)).toMatchObject({ code: 'SRV_5002', cause })
    }
  })

  it.each(methods)('that never answers "%s"', async (method) => {
    const outcome = outcomeOf(method, () => new Promise(() => undefined))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await outcome).toMatchObject({ code: 'SRV_5002' })
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each(['set', 'touch', 'claim'] as const)('that says neither yes nor no to "%s"', async (method) => {
    for (const answer of [undefined, null, 'no', 'OK', 1, 0, {}]) {
      const error = await outcomeOf(method, async () => answer)
      expect(error, typeof answer).toMatchObject({ code: 'SRV_5002', message: expect.stringContaining(`"${method}"`) })
    }
  })

  it.each([
    ['a text', 'x'],
    ['nothing of an entry', {}],
    ['an entry without tokens', { version: '1', tokens: null }],
    ['an entry of other tokens', { version: '1', tokens: { accessToken: 'at' } }],
    ['an entry without a version', { tokens }],
  ])('that gives %s', async (_, answer) => {
    expect(await outcomeOf('get', () => answer)).toMatchObject({ code: 'SRV_5002' })
  })
})
