import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sha256 as byNode } from './node.ts'
import { sha256 as byWebCrypto } from './webcrypto.ts'

it.each([byNode, byWebCrypto])('is the SHA-256 of the UTF-8 bytes, in base64url', async (sha256) => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
      expect(await sha256(text)).toBe(createHash('sha256').update(text).digest('base64url'))
    }),
  )
})

it('is the same on every runtime, for halves of characters, too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      expect(await byNode(text)).toBe(await byWebCrypto(text))
    }),
  )
  expect(await byNode('\ud800')).toBe(await byWebCrypto('\ud800'))
})
