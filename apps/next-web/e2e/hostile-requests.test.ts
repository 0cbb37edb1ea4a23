import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Stage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage[Symbol.asyncDispose]())

/** What only those get to see who may. */
const secrets = /1,284\.50|ada@example\.com|Nothing ordered yet/

const guarded = ['/admin', '/profile', '/orders', '/payment', '/api/orders', '/api/whoami']

const spellings = (path: string): readonly string[] => {
  const last = path.slice(1)
  return [
    path,
    `${path}/`,
    `//${last}`,
    `/${last}//`,
    `/./${last}`,
    `/x/../${last}`,
    `/%2e/${last}`,
    `/${last}%2f`,
    `/%2F${last}`,
    `/${last.replace('a', '%61')}`,
    `/${last.replace('a', '%2561')}`,
    `/${last.toUpperCase()}`,
    `/${last};x=1`,
    `/${last}%00`,
    `/${last}%20`,
    `/${last}.rsc`,
    `/${last}.segments/_full.segment.rsc`,
    `/${last}.txt`,
    `/${last}.json`,
    `/_next/data/build/${last}.json`,
    `/${last}?_rsc=1`,
    `/\\${last}`,
  ]
}

const disguises: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
  { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
  { 'x-middleware-subrequest': 'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy' },
  { rsc: '1' },
  { rsc: '1', 'next-router-prefetch': '1' },
  { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_full' },
  { 'x-middleware-rewrite': '/', 'x-middleware-next': '1' },
  { 'x-auth-return-path': '//evil.example/x' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', host: '127.0.0.1' },
  { 'next-resume': '1' },
  { 'x-matched-path': '/', 'x-invoke-path': '/' },
  { authorization: 'Bearer e30.e30.x' },
]

/** Asks without a client that would tidy up the path. */
async function ask(path: string, headers: Readonly<Record<string, string>>, method = 'GET') {
  const { request } = await import('node:http')
  const { hostname, port } = new URL(stage.url)
  return new Promise<{ status: number; location: string; body: string; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location ?? '',
          body: String(Buffer.concat(chunks)),
          headers: response.headers,
        }),
      )
    })
    asked.on('error', reject).end()
  })
}

describe('whoever has no session', () => {
  it.each(guarded)(
    'CVE-2026-41248, CVE-2026-33011, CVE-2026-54281, CVE-2026-22031, CVE-2026-33804, CVE-2026-33807, CVE-2026-33808: gets nothing of %s, however it is spelt',
    async (path) => {
      for (const spelling of spellings(path)) {
        for (const method of ['GET', 'HEAD', 'POST']) {
          const { status, body } = await ask(spelling, {}, method)
          expect(body, `${method} ${spelling}`).not.toMatch(secrets)
          expect(status, `${method} ${spelling}`).toBeLessThan(500)
        }
      }
    },
  )

  it.each(guarded)(
    'CVE-2025-29927, CVE-2024-51479, CVE-2026-44573, CVE-2026-44574, CVE-2026-44575, CVE-2026-45109, CVE-2026-64642: gets nothing of %s, whatever the headers say',
    async (path) => {
      for (const headers of disguises) {
        const { status, body, location } = await ask(path, headers)
        expect(body, JSON.stringify(headers)).not.toMatch(secrets)
        expect(status, JSON.stringify(headers)).toBeLessThan(500)
        // Whoever is sent on is sent on by this site's own address, and comes back to it.
        expect(location).not.toMatch(/^(?:https?:)?\/\/evil/)
        if (location.includes('returnTo')) expect(new URL(location, stage.url).searchParams.get('returnTo')).not.toMatch(/^\/\/|evil/)
      }
    },
  )

  it('is told 401, and no secret, by a route handler', async () => {
    const { status, headers, body } = await ask('/api/whoami', {})
    expect(status).toBe(401)
    expect(headers['cache-control']).toContain('no-store')
    expect(JSON.parse(body)).toMatchObject({ code: 'AUTH_1005' })
  })

  it('starts no login by a prefetch or by Next’s router, and gets no cookie', async () => {
    for (const headers of [{ rsc: '1' }, { purpose: 'prefetch' }, { 'sec-purpose': 'prefetch' }, { 'next-router-prefetch': '1' }]) {
      let answer = await ask('/auth/login?returnTo=/orders', headers)
      // Next.js adds the mark of its router to the address first.
      if (answer.location.includes('_rsc')) answer = await ask(answer.location, headers)
      expect([answer.status, answer.headers['set-cookie']], JSON.stringify(headers)).toEqual([204, undefined])
    }
    const head = await ask('/auth/login', {}, 'HEAD')
    expect(head.headers['set-cookie']).toBeUndefined()
  })
})

describe('whoever has a session', () => {
  it('CVE-2026-27978: is not made to change anything by another site, and not by one that has no origin', async () => {
    const visitor = await stage.newVisitor()
    await visitor.signIn('/orders')
    const cookie = (await visitor.context.cookies(stage.url)).map(({ name, value }) => `${name}=${value}`).join('; ')
    const body = JSON.stringify({ item: 'Stool', quantity: 1 })
    const post = async (headers: Record<string, string>): Promise<number> =>
      (
        await fetch(`${stage.url}/api/orders`, {
          method: 'POST',
          body,
          headers: { cookie, 'content-type': 'application/json', ...headers },
        })
      ).status
    expect(await post({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await post({ origin: 'null' })).toBe(403)
    expect(await post({})).toBe(403)
    expect(await post({ origin: stage.url })).toBe(201)
  })

  it('gets the page for 403 where a role is missing, and nothing of the page that was asked for', async () => {
    const visitor = await stage.newVisitor()
    await visitor.signIn('/profile', 'linus')
    await visitor.page.goto('/admin')
    expect(await visitor.page.innerText('main')).toContain('Not for you')
    expect(await visitor.page.content()).not.toMatch(/1,284\.50/)
  })

  it('CVE-2025-57752, CVE-2026-44576, CVE-2026-44582: has answers that nobody else may keep', async () => {
    const visitor = await stage.newVisitor()
    await visitor.signIn('/profile')
    for (const path of ['/profile', '/api/whoami', '/auth/session', '/']) {
      const response = await visitor.request(path)
      expect(response.headers()['cache-control'], path).toMatch(/no-store/)
    }
  })
})
