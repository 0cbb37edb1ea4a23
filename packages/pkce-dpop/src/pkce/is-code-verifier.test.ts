import { expect, it } from 'vitest'
import { isCodeVerifier } from './is-code-verifier.ts'

it('takes 43 to 128 unreserved characters', () => {
  expect([43, 128].map((length) => isCodeVerifier('~'.repeat(length)))).toEqual([true, true])
  expect(isCodeVerifier('abcXYZ019-._~'.padEnd(43, 'a'))).toBe(true)
})

it.each([
  ['too short a text', 'a'.repeat(42)],
  ['too long a text', 'a'.repeat(129)],
  ['a reserved character', '+'.padEnd(43, 'a')],
  ['a letter beyond ASCII', 'é'.padEnd(43, 'a')],
  ['a line break at the end', `${'a'.repeat(43)}\n`],
  ['what is no text', ['a'.repeat(43)]],
])('refuses %s', (_, value) => {
  expect(isCodeVerifier(value)).toBe(false)
})
