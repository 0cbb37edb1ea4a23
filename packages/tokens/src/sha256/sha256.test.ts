import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import * as node from './node.ts'
import * as webcrypto from './webcrypto.ts'

it.each(['', 'abc', 'é\u{1F600}', 'x'.repeat(5000)])('both variants hash %j as UTF-8', async (text) => {
  const expected = createHash('sha256').update(text, 'utf8').digest('base64url')
  expect(node.sha256(text)).toBe(expected)
  expect(await webcrypto.sha256(text)).toBe(expected)
})

it('tells texts apart that differ beyond their low bytes', () => {
  expect(node.sha256('\u0141')).not.toBe(node.sha256('A'))
})
