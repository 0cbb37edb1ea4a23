import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createConfig } from '../test/fake-next.ts'
import { oncePerProcess } from './per-process.ts'

let number = 0
const plain = { ...createConfig(), now: undefined, monotonicNow: undefined, publicUrl: 'https://one.example' }
const make = (): object => ({ number: (number += 1) })

describe('oncePerProcess', () => {
  it('gives every copy of a module the same, whatever functions and objects each has made for itself', () => {
    const copy = () => ({ ...plain, errorPage: () => new Response(), sessionStore: new Map() as never })
    expect(oncePerProcess(copy(), make)).toBe(oncePerProcess(copy(), make))
  })

  it('gives another application its own', () => {
    expect(oncePerProcess({ ...plain, publicUrl: 'https://two.example' }, make)).not.toBe(oncePerProcess(plain, make))
    expect(oncePerProcess({ ...plain, clientId: 'other' }, make)).not.toBe(oncePerProcess(plain, make))
  })

  it('makes it anew when an option has changed, as while a file is edited', () => {
    const before = oncePerProcess(plain, make)
    const edited = oncePerProcess({ ...plain, scopes: ['openid'] }, make)
    expect(edited).not.toBe(before)
    expect(oncePerProcess({ ...plain, scopes: ['openid'] }, make)).toBe(edited)
  })

  it('shares nothing with who steps in for the network or time, unless they name it', () => {
    const injected = { ...plain, now: () => 0 }
    expect(oncePerProcess(injected, make)).not.toBe(oncePerProcess(injected, make))
    expect(oncePerProcess({ ...injected, instance: 'mine' }, make)).toBe(oncePerProcess({ ...plain, instance: 'mine' }, make))
  })

  it('is found by copies of this file, and shows nobody a secret', async () => {
    const first = oncePerProcess(plain, make)
    const copy = await import('./per-process.ts?copy' as './per-process.ts')
    expect(copy.oncePerProcess).not.toBe(oncePerProcess)
    expect(copy.oncePerProcess(plain, make)).toBe(first)
    const registry = (globalThis as { [key: symbol]: unknown })[Symbol.for('@auth/next.per-process.1')]
    expect(registry).toBeInstanceOf(Map)
    expect(inspect(registry, { depth: 9, showHidden: true })).not.toContain(plain.secret)
  })
})
