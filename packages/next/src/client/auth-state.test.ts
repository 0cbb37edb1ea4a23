import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchAuthState } from './auth-state.ts'

afterEach(() => vi.unstubAllGlobals())

const session = { user: { sub: 'ada' }, scopes: ['read'], expiresAt: 1_800_000_000 }

async function ask(answer: () => Promise<Response>) {
  const fetch = vi.fn(answer)
  vi.stubGlobal('fetch', fetch)
  const state = await fetchAuthState('/auth', new AbortController().signal)
  expect(fetch).toHaveBeenCalledExactlyOnceWith('/auth/session', expect.objectContaining({ cache: 'no-store' }))
  return state
}

describe('fetchAuthState', () => {
  it('tells who is signed in, or that nobody is', async () => {
    expect(await ask(async () => Response.json({ signedIn: true, ...session }))).toEqual({ status: 'signedIn', ...session })
    expect(await ask(async () => Response.json({ signedIn: false }))).toEqual({ status: 'signedOut' })
  })

  it.each([
    ['an outage', async () => Response.json({ error: 'temporarily_unavailable' }, { status: 503 })],
    ['a page in its place', async () => new Response('<!doctype html>')],
    ['another body', async () => Response.json(null)],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('takes %s for neither', async (_, answer) => {
    expect(await ask(answer)).toEqual({ status: 'unavailable' })
  })
})
