import { describe, expect, it } from 'vitest'
import { rewriteLinks } from './rewrite-links.ts'

const pages = new Map([
  ['docs/threats.md', '/security/threats'],
  ['packages/jwks', '/packages/jwks'],
])
const files: string[] = []
const targets = {
  toPage: (path: string) => pages.get(path),
  addFile: (path: string) => `/file/${files.push(path)}`,
}
const rewrite = (markdown: string): string => rewriteLinks(markdown, 'packages/tokens/README.md', targets)

describe('links of a document of the repository', () => {
  it('lead to the page that shows what they mean, with its anchor', () => {
    expect(rewrite('see [threats](../../docs/threats.md#not-met-yet) and [`jwks`](../jwks)')).toBe(
      'see [threats](/security/threats#not-met-yet) and [`jwks`](/packages/jwks)',
    )
  })

  it('take files along that are no pages, and images', () => {
    expect(rewrite('[guard](../../examples/hono/src/require-auth.ts) ![chart](chart.svg)')).toBe('[guard](/file/1) ![chart](/file/2)')
    expect(files).toEqual(['examples/hono/src/require-auth.ts', 'packages/tokens/chart.svg'])
  })

  it.each([
    ['an address', '[jose](https://github.com/panva/jose)'],
    ['an anchor of the same page', '[below](#below)'],
    ['an address of the site', '[home](/start/express)'],
    ['a code span', '`[a](../jwks)`'],
    ['a block of code', '```ts\nconst a = b[c](../jwks)\n```'],
  ])('are left alone in %s', (_, markdown) => {
    expect(rewrite(markdown)).toBe(markdown)
  })
})
