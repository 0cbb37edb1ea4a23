import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSameText } from './is-same-text.ts'

it('property: tells whether texts are equal', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (first, second) => isSameText(first, second) === (first === second)))
  fc.assert(fc.property(fc.string(), (text) => isSameText(text, text)))
  expect([isSameText('a', ''), isSameText('', 'a'), isSameText('a', 'a\u0000')]).toEqual([false, false, false])
})
