import { describe, expect, it } from 'vitest'
import { toSessionPath, toSessionRequest } from './session-path.ts'

const manager = { handles: (path: string) => ['/auth/login', '/auth/callback/'].includes(path) }

describe('the routes of a session', () => {
  it.each([
    ['/auth/login', '/auth/login'],
    ['/auth/login/', '/auth/login'],
    ['/auth/callback/', '/auth/callback/'],
    ['/auth/callback', undefined],
    ['/auth/login//', undefined],
    ['/orders', undefined],
    ['/', undefined],
  ])('are asked for with one slash at the end, too: %s', (path, expected) => {
    expect(toSessionPath(manager, path)).toBe(expected)
  })

  it('get the request as it is but for that slash', async () => {
    const init = { method: 'POST', body: 'a=1', headers: { cookie: 'x=1' } }
    const request = toSessionRequest(manager, new Request('https://site.example/auth/login/?b=2', init))
    expect([request.url, request.method, request.headers.get('cookie')]).toEqual(['https://site.example/auth/login?b=2', 'POST', 'x=1'])
    expect(await request.text()).toBe('a=1')
    const same = new Request('https://site.example/auth/login')
    expect(toSessionRequest(manager, same)).toBe(same)
  })
})
