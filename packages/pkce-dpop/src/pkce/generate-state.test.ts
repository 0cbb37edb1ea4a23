import { expect, it } from 'vitest'
import { generateState } from './generate-state.ts'

it('makes 43 characters that need no escaping, others every time', () => {
  const all = Array.from({ length: 100 }, generateState)
  for (const each of all) expect(each).toMatch(/^[\w-]{43}$/)
  expect(new Set(all).size).toBe(100)
})
