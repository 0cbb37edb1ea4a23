import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { html } from './html.ts'
import { createPage } from './page.ts'

const page = (formTarget?: string) => createPage({ title: 'A title', body: html`<p>A body</p>`, formTarget })
const policy = (formTarget?: string) => page(formTarget).headers['content-security-policy']

it('allows its own style by hash, and no script, frame or load at all', () => {
  const style = /<style>([^]*)<\/style>/.exec(page().markup)?.[1] ?? ''
  expect(policy()).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
  expect(policy()).toContain("default-src 'none'")
  expect(policy()).toContain("frame-ancestors 'none'")
  expect(policy()).not.toContain('unsafe')
})

it('follows the light or dark scheme of the system', () => {
  expect(page().markup).toContain('color-scheme: light dark')
})

it('lets its form lead to the origin of a web client, and to the scheme of an app', () => {
  expect(policy()).toContain("form-action 'self';")
  expect(policy('http://127.0.0.1:3000/callback?x=1')).toContain("form-action 'self' http://127.0.0.1:3000;")
  expect(policy('com.example.app:/callback')).toContain("form-action 'self' com.example.app:;")
})

it('is not kept by caches', () => {
  expect(page().headers['cache-control']).toBe('no-store')
})
