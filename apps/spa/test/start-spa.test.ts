import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Spa, startSpa } from '../src/server/index.ts'

const settings = {
  issuer: 'http://127.0.0.1:1/tenant',
  clientId: 'demo-spa',
  audience: 'https://api.example.com',
  apiUrl: 'http://127.0.0.1:2',
}
let spa: Spa
beforeAll(async () => {
  spa = await startSpa(settings)
})
afterAll(() => spa[Symbol.asyncDispose]())

describe('startSpa', () => {
  it('serves the page at every path, under a policy that lets it talk to the provider and the API alone', async () => {
    for (const path of ['/', '/callback?code=1', '/anything']) {
      const response = await fetch(spa.url + path)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect(response.headers.get('content-security-policy')).toContain("connect-src 'self' http://127.0.0.1:1 http://127.0.0.1:2;")
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
  })

  it('serves what the page loads, to be kept', async () => {
    const page = await (await fetch(spa.url)).text()
    const paths = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!)
    expect(paths.length).toBe(3)
    for (const path of paths) {
      const response = await fetch(spa.url + path)
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
      expect((await response.text()).length).toBeGreaterThan(100)
    }
  })

  it('tells the page where everything is', async () => {
    expect(await (await fetch(`${spa.url}/settings.json`)).json()).toEqual(settings)
  })

  it('takes nothing', async () => {
    expect((await fetch(spa.url, { method: 'POST', body: 'x' })).status).toBe(405)
    expect(await (await fetch(spa.url, { method: 'HEAD' })).text()).toBe('')
  })
})
