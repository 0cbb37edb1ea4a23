import { expect, it } from 'vitest'
import { hasMethods } from './has-methods.ts'

it('asks for all of the methods, its own or its class’s', () => {
  expect(hasMethods(new Map(), 'get', 'set')).toBe(true)
  expect(hasMethods({ get: () => 1 }, 'get', 'set')).toBe(false)
})

it.each([[undefined], [null], ['text'], [() => 1], [{ get: 'text', set: 1 }]])('%j has none', (value) => {
  expect(hasMethods(value, 'get', 'set')).toBe(false)
})
