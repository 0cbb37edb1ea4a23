import { expect, it } from 'vitest'
import { splitWords } from './split-words.ts'

it.each([
  ['TokenExpired', 'Token Expired'],
  ['StepUpRequired', 'Step Up Required'],
  ['DPoPError', 'DPoP Error'],
  ['PKCEInvalid', 'PKCE Invalid'],
  ['Unauthorized', 'Unauthorized'],
])('%s is %s', (name, words) => {
  expect(splitWords(name, ' ')).toBe(words)
})
