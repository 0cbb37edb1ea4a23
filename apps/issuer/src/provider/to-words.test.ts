import { expect, it } from 'vitest'
import { toWords } from './to-words.ts'

it('splits text at its spaces and finds nothing in anything else', () => {
  expect(toWords('openid  email ')).toEqual(['openid', 'email'])
  for (const value of ['', undefined, null, 1, ['openid'], {}]) expect(toWords(value)).toEqual([])
})
