import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hashText } from './hash-text.ts'

it('is the SHA-256 of the UTF-8 bytes, in base64url', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
      expect(await hashText(text)).toBe(createHash('sha256').update(text).digest('base64url'))
    }),
  )
})
