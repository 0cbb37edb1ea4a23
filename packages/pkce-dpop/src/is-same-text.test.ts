import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSameText } from './is-same-text.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'é'), maxLength: 4 })

it('holds for equal texts and for no others', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(isSameText(one, other)).toBe(one === other)
    }),
  )
})

it('tells a text from its beginning, and from itself with a NUL more', () => {
  expect([isSameText('abc', 'ab'), isSameText('ab', 'abc'), isSameText('ab', 'ab\0'), isSameText('', 'a')]).not.toContain(true)
})
