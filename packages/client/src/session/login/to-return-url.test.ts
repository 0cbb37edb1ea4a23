import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toReturnUrl } from './to-return-url.ts'

const home = 'https://app.example/'

describe('toReturnUrl', () => {
  it.each([
    ['/', 'https://app.example/'],
    ['/orders?page=2&x=%2F%2Fevil.example#top', 'https://app.example/orders?page=2&x=%2F%2Fevil.example#top'],
    ['https://app.example/orders', 'https://app.example/orders'],
    ['/a/../b', 'https://app.example/b'],
    ['/@evil.example', 'https://app.example/@evil.example'],
    ['/%2f%2fevil.example', 'https://app.example/%2f%2fevil.example'],
  ])('lets %s through, as an absolute URL', (returnTo, url) => {
    expect(toReturnUrl(returnTo, home)).toBe(url)
  })

  it.each([
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r/evil.example',
    '\t//evil.example',
    ' //evil.example',
    ' https://evil.example',
    '/ /evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/%2e%2e//evil.example',
    'https://evil.example',
    'https:evil.example',
    'https:/evil.example',
    'https:\\evil.example',
    'HTTPS://EVIL.EXAMPLE',
    'http://app.example/',
    'https://app.example:444/',
    'https://app.example.evil.example/',
    'https://app.example@evil.example/',
    'https://evil.example\\@app.example/',
    'https://user:pass@app.example/',
    'https://app.example//evil.example',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://app.example/x',
    'ftp://app.example/',
    'evil.example',
    '@evil.example',
    '.evil.example',
    '?x',
    '#x',
    '',
    '/\u0000',
    '/\u2028/evil.example',
    '/\u3002evil.example',
    '\uff0f\uff0fevil.example',
    '/\u00e9',
    `/${'x'.repeat(3000)}`,
  ])(
    'CVE-2021-43812, CVE-2022-24794, CVE-2022-2237, CVE-2022-29214, CVE-2026-42565, GHSA-7p99-3798-f85c: %j becomes the start page',
    (returnTo) => {
      expect(toReturnUrl(returnTo, home)).toBe(home)
    },
  )

  it.each([[undefined], [null], [1], [{}], [['/a']]])('%j becomes the start page', (returnTo) => {
    expect(toReturnUrl(returnTo as never, home)).toBe(home)
  })

  it('never leads to another origin, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom('/', '\\', '//', '.', '..', '@', ':', 'https:', 'evil.example', '\t', '\n', '%2f', '?', '#'),
      fc.string({ maxLength: 3 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const url = toReturnUrl(pieces.join(''), home)
        expect(new URL(url).origin).toBe('https://app.example')
        // As a browser reads it from a header, and once more from a page.
        expect(new URL(new URL(url).pathname, home).origin).toBe('https://app.example')
      }),
      { numRuns: 2000 },
    )
  })
})
