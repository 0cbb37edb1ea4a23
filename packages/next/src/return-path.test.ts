import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeNext } from '../test/fake-next.ts'
import { readReturnPath } from './return-path.ts'

const publicUrl = 'https://site.example'
const read = (headers: Record<string, string>): Promise<string> => readReturnPath(new FakeNext('action', '', headers), publicUrl)

describe('readReturnPath', () => {
  it('is where the proxy says, else where an action was called from, else the start page', async () => {
    const action = { 'next-action': 'id', referer: `${publicUrl}/pay?bill=7` }
    expect(await read({ ...action, 'x-auth-return-path': '/orders' })).toBe('/orders')
    expect(await read(action)).toBe('/pay?bill=7')
    expect(await read({})).toBe('/')
  })

  it('is not the page before, where a page is asked for', async () => {
    expect(await read({ referer: `${publicUrl}/before` })).toBe('/')
  })

  it('is never of another site, whatever page an action was called from', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.webUrl({ withQueryParameters: true }),
        fc.constantFrom('', '.evil.example', '@evil.example', ':8443'),
        async (url, suffix) => {
          for (const referer of [url, url.replace(/^https?:\/\/[^/?#]+/, `${publicUrl}${suffix}`)]) {
            const path = await read({ origin: publicUrl, referer })
            expect(path.startsWith('/')).toBe(true)
            expect(path === '/' || referer === publicUrl + path).toBe(true)
          }
        },
      ),
    )
  })
})
