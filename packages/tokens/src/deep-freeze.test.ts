import { expect, it } from 'vitest'
import { deepFreeze } from './deep-freeze.ts'

it('freezes plain data to its leaves, and says that all is frozen', () => {
  const value = { a: [{ b: 1 }], c: Object.assign(Object.create(null) as object, { d: {} }), e: null, f: 'x' }
  expect(deepFreeze(value)).toBe(true)
  for (const part of [value, value.a, value.a[0], value.c, value.c.d]) expect(Object.isFrozen(part)).toBe(true)
})

it('freezes what lies within something frozen', () => {
  const value = Object.freeze({ inner: { a: 1 } })
  expect(deepFreeze(value)).toBe(true)
  expect(Object.isFrozen(value.inner)).toBe(true)
})

it('says so when something cannot be frozen, and freezes the rest', () => {
  for (const odd of [new Date(), new Map(), new Set(), Uint8Array.of(1), () => 1, new URL('https://a.test')]) {
    const value = { odd, rest: { a: 1 } }
    expect(deepFreeze(value)).toBe(false)
    expect(Object.isFrozen(value.rest)).toBe(true)
  }
})

it('ends on data that contains itself', () => {
  const value: Record<string, unknown> = {}
  value['self'] = value
  expect(deepFreeze(value)).toBe(true)
})
