import { expect, it } from 'vitest'
import { showDiagrams } from './show-diagrams.ts'

const read = (name: string): string => `<svg viewBox="0 0 1 1">\n\n  <title>${name}</title>\n</svg>\n`

it('puts the drawing into the page, in one line and with its caption', () => {
  expect(showDiagrams('a\n\n![A "life"](../diagrams/key-cache.svg)\n\nb', read)).toBe(
    'a\n\n<figure><svg class="diagram" role="img" aria-label="A &quot;life&quot;" viewBox="0 0 1 1"> <title>key-cache.svg</title> </svg><figcaption>A "life"</figcaption></figure>\n\nb',
  )
})

it('leaves images within text, and other images, alone', () => {
  const markdown = 'see ![a](b.svg) here\n![photo](photo.png)'
  expect(showDiagrams(markdown, read)).toBe(markdown)
})
