import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readBuild } from './read-build.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'auth-next-check-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, '.next', name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(content))
  }
}

describe('readBuild', () => {
  it('lists pages and route handlers of both routers, without Next’s own', () => {
    write({
      'routes-manifest.json': { basePath: '/shop' },
      'app-path-routes-manifest.json': {
        '/page': '/',
        '/_not-found/page': '/_not-found',
        '/_global-error/page': '/_global-error',
        '/(group)/orders/[id]/page': '/orders/[id]',
        '/api/[...path]/route': '/api/[...path]',
        '/docs/[[...slug]]/page': '/docs/[[...slug]]',
      },
      'server/pages-manifest.json': { '/_app': '', '/404': '', '/500': '', '/old': '', '/api/old': '' },
    })
    expect(readBuild(folder).doors).toEqual([
      { kind: 'page', name: '/', path: '/shop/' },
      { kind: 'page', name: '/orders/[id]', path: '/shop/orders/auth-next-check' },
      { kind: 'handler', name: '/api/[...path]', path: '/shop/api/auth-next-check' },
      { kind: 'page', name: '/docs/[[...slug]]', path: '/shop/docs' },
      { kind: 'page', name: '/old', path: '/shop/old' },
      { kind: 'handler', name: '/api/old', path: '/shop/api/old' },
    ])
  })

  it('asks a dynamic route with the path that it is told', () => {
    write({ 'routes-manifest.json': {}, 'app-path-routes-manifest.json': { '/orders/[id]/page': '/orders/[id]' } })
    expect(readBuild(folder, new Map([['/orders/[id]', '/orders/7']])).doors).toMatchObject([{ path: '/orders/7' }])
  })

  it('lists each server action once, on its simplest page, by file and name where the build tells them', () => {
    const workers = { 'app/orders/[id]/page': {}, 'app/pay/page': {}, 'app/_not-found/page': {} }
    write({
      'routes-manifest.json': {},
      'app-path-routes-manifest.json': { '/pay/page': '/pay', '/orders/[id]/page': '/orders/[id]', '/_not-found/page': '/_not-found' },
      'server/server-reference-manifest.json': {
        node: { '40aa': { workers, filename: 'app/pay.ts', exportedName: 'pay' }, '40bb': { workers: { 'app/pay/page': {} } } },
        edge: {},
        encryptionKey: 'not a list of actions',
      },
    })
    expect(readBuild(folder).doors.filter(({ kind }) => kind === 'action')).toEqual([
      { kind: 'action', name: 'app/pay.ts#pay', path: '/pay', id: '40aa' },
      { kind: 'action', name: '40bb', path: '/pay', id: '40bb' },
    ])
  })

  it('says when there is no build', () => {
    expect(() => readBuild(folder)).toThrow(/run "next build" first/)
  })
})
