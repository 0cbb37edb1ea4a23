import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkLinks } from './check-links.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'links-'))
  mkdirSync(join(folder, 'a'))
  write('index.html', '<h1 id="top">')
  write('logo.svg', '')
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(path: string, html: string): void {
  writeFileSync(join(folder, path), html)
}

describe('the links of a site', () => {
  it('may be relative, from the root, to folders, and to anchors', () => {
    write(
      'a/b.html',
      '<p id="x"><a href="/#top">1</a><a href="#x">2</a><a href="../">3</a><a href="/a/b.html#x">4</a><img src="/logo.svg?1">',
    )
    expect(checkLinks(folder)).toBe(5)
  })

  it.each([
    ['a page that is not there', '<a href="/a/c.html">'],
    ['an anchor that is not there', '<a href="/#bottom">'],
    ['an image that is not there', '<img src="logo.svg">'],
  ])('may not lead to %s', (_, html) => {
    write('a/b.html', html)
    expect(() => checkLinks(folder)).toThrow('1 links lead nowhere\na/b.html: ')
  })

  it('are not looked for in scripts and in text', () => {
    write('a/b.html', '<script>document.write(\'<a href="/nowhere">\')</script> href="/nowhere"')
    expect(checkLinks(folder)).toBe(0)
  })
})
