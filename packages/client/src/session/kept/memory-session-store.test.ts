import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { MemorySessionStore } from './memory-session-store.ts'

const tokens = { issuer: 'https://as.example', clientId: 'web', accessToken: 'at', tokenType: 'Bearer', scopes: [] }
const owner = { issuer: 'https://as.example', subject: 'ada', sid: undefined }

describe('MemorySessionStore', () => {
  it('makes room by what is over, else by what began first', () => {
    let now = 0
    const store = new MemorySessionStore({ maxEntries: 2, now: () => now })
    store.create('long', { tokens, owner, expiresAt: 100, endsAt: 100 })
    store.create('short', { tokens, owner, expiresAt: 1, endsAt: 100 })
    now = 2000
    store.create('next', { tokens, owner, expiresAt: 100, endsAt: 100 })
    expect([store.get('long'), store.get('short'), store.get('next')].map((entry) => entry !== undefined)).toEqual([true, false, true])
    store.create('last', { tokens, owner, expiresAt: 100, endsAt: 100 })
    expect([store.get('long'), store.get('next'), store.get('last')].map((entry) => entry !== undefined)).toEqual([false, true, true])
  })

  it.each([
    ['maxEntries', { maxEntries: 0 }],
    ['now', { now: 1 }],
    ['options', null],
  ])('refuses a bad %s', (_, options) => {
    expect(() => new MemorySessionStore(options as never)).toThrow(InvalidConfigError)
  })
})
