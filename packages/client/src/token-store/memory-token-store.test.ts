import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { MemoryTokenStore } from './memory-token-store.ts'
import type { StoredTokens } from './token-store.ts'

const tokens: StoredTokens = { issuer: 'i', clientId: 'c', accessToken: 'a', tokenType: 'Bearer', scopes: [] }

describe('MemoryTokenStore', () => {
  it('writes only over the version that was expected', () => {
    const store = new MemoryTokenStore()
    expect(store.set('s', tokens, '1')).toBe(false)
    expect(store.set('s', tokens, undefined)).toBe(true)
    expect(store.set('s', tokens, undefined)).toBe(false)
    const { version } = store.get('s')!
    expect(store.set('s', { ...tokens, accessToken: 'b' }, version)).toBe(true)
    expect(store.set('s', tokens, version)).toBe(false)
    expect(store.get('s')?.tokens.accessToken).toBe('b')
  })

  it('deletes only the version that was expected, or whatever there is', () => {
    const store = new MemoryTokenStore()
    store.set('s', tokens, undefined)
    expect(store.delete('s', 'other')).toBe(false)
    expect(store.delete('s', store.get('s')!.version)).toBe(true)
    store.set('s', tokens, undefined)
    expect(store.delete('s', null)).toBe(true)
    expect(store.delete('s', null)).toBe(false)
    expect(store.get('s')).toBeUndefined()
  })

  it('a version never comes back: an entry that was deleted and written anew is another one', () => {
    const store = new MemoryTokenStore()
    store.set('s', tokens, undefined)
    const { version } = store.get('s')!
    store.delete('s', null)
    store.set('s', tokens, undefined)
    expect(store.set('s', tokens, version)).toBe(false)
  })

  it('keeps what was written last when it is full', () => {
    const store = new MemoryTokenStore({ maxEntries: 2 })
    for (const id of ['a', 'b']) store.set(id, tokens, undefined)
    store.set('a', tokens, store.get('a')!.version)
    store.set('c', tokens, undefined)
    expect(['a', 'b', 'c'].map((id) => store.get(id) !== undefined)).toEqual([true, false, true])
    expect(() => new MemoryTokenStore({ maxEntries: 0 })).toThrow(InvalidConfigError)
  })
})
