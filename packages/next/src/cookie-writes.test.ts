import { describe, expect, it } from 'vitest'
import { FakeNext } from '../test/fake-next.ts'
import { canWriteCookies, writeCookies } from './cookie-writes.ts'

describe('canWriteCookies', () => {
  it('is found out without changing a cookie that somebody has', async () => {
    const action = new FakeNext('action', 'auth-session=x; theme=dark')
    const page = new FakeNext('render', 'auth-session=x; theme=dark')
    expect([canWriteCookies(await action.cookies()), canWriteCookies(await page.cookies())]).toEqual([true, false])
    expect([...action.jar]).toEqual([...page.jar])
  })
})

describe('writeCookies', () => {
  it('sets each, and deletes what has no life left', async () => {
    const next = new FakeNext('action', 'old=1; theme=dark')
    const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const
    writeCookies(await next.cookies(), [
      { name: 'new', value: '2', attributes: { ...attributes, maxAge: 60 } },
      { name: 'old', value: '', attributes: { ...attributes, maxAge: 0 } },
    ])
    expect([...next.jar]).toEqual([
      ['theme', 'dark'],
      ['new', '2'],
    ])
  })
})
