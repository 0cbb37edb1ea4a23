import { describe, expect, it } from 'vitest'
import { CookieKeeping } from './cookie-keeping.ts'

const toTokens = (accessToken: string) => ({ issuer: 'https://as.example', clientId: 'web', accessToken, tokenType: 'Bearer', scopes: [] })
const toEnvelope = (version: number, id = 'a') => ({ id, createdAt: 1, usedAt: 1, version, tokens: toTokens(`at-${version}`) })

describe('sessions in cookies', () => {
  it('are what the cookie says, until this process knows something newer', () => {
    const keeping = new CookieKeeping()
    expect(keeping.find(toEnvelope(0))).toEqual({ tokens: toTokens('at-0'), version: '0' })
    keeping.admit(toEnvelope(0))
    expect(keeping.set('a', toTokens('refreshed'), '0')).toBe(true)
    expect(keeping.find(toEnvelope(0))).toEqual({ tokens: toTokens('refreshed'), version: '1' })
    expect(keeping.find(toEnvelope(2))?.tokens.accessToken).toBe('at-2')
    expect(keeping.find(toEnvelope(0, 'b'))?.tokens.accessToken).toBe('at-0')
  })

  it('are written by who saw the newest version only, and made by nobody', () => {
    const keeping = new CookieKeeping()
    expect(keeping.set('a', toTokens('made'), undefined)).toBe(false)
    keeping.admit(toEnvelope(0))
    expect(keeping.set('a', toTokens('made'), undefined)).toBe(false)
    expect(keeping.set('a', toTokens('one'), '0')).toBe(true)
    expect(keeping.set('a', toTokens('late'), '0')).toBe(false)
    keeping.admit(toEnvelope(0))
    expect(keeping.get('a')?.tokens.accessToken).toBe('one')
  })

  it('that were signed out have ended whatever the version of a cookie; those refused, up to the version that was', () => {
    const keeping = new CookieKeeping()
    keeping.admit(toEnvelope(3))
    expect(keeping.delete('a', '2')).toBe(false)
    expect(keeping.delete('a', '3')).toBe(true)
    expect(keeping.find(toEnvelope(3))).toBeUndefined()
    expect(keeping.prolong(toEnvelope(3))).toBe(false)
    expect(keeping.find(toEnvelope(4))).toBeDefined()
    keeping.delete('a', null)
    expect(keeping.find(toEnvelope(1000))).toBeUndefined()
    keeping.admit(toEnvelope(1000))
    expect(keeping.get('a')).toBeUndefined()
  })

  it('take a bounded memory', () => {
    const keeping = new CookieKeeping()
    for (let index = 0; index <= 10_000; index++) keeping.admit(toEnvelope(0, `s${index}`))
    expect(keeping.get('s0')).toBeUndefined()
    expect(keeping.get('s1')).toBeDefined()
  })

  it('let something be claimed once', async () => {
    const keeping = new CookieKeeping()
    expect([await keeping.claim('a'), await keeping.claim('a'), await keeping.claim('b')]).toEqual([true, false, true])
  })

  it('without tokens in their cookie are none', () => {
    expect(new CookieKeeping().find({ ...toEnvelope(0), tokens: undefined })).toBeUndefined()
  })
})
