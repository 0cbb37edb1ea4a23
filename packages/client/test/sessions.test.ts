import { LoginRequiredError, ServiceUnavailableError, TokenRefreshError } from '@auth/core-errors'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  AuthPlatformClient,
  type AuthPlatformConfig,
  MemorySessionLock,
  MemoryTokenStore,
  type StoredEntry,
  type TokenResponse,
  type TokenStore,
} from '../src/index.ts'
import { HostileProvider, type SeenRequest } from './hostile-provider.ts'

let provider: HostileProvider
let store: MemoryTokenStore
let moved: number

beforeEach(async () => {
  provider = await HostileProvider.create()
  store = new MemoryTokenStore()
  moved = 0
})

function client(more: Partial<AuthPlatformConfig> = {}): AuthPlatformClient {
  const now = (): number => Date.now() + moved * 1000
  const wait = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
  }
  return new AuthPlatformClient(provider.config({ tokenStore: store, circuitBreaker: false, now, wait, ...more }))
}

/** A refresh endpoint that rotates: each refresh token works once. */
function rotate(): { used: string[]; revoked: string[] } {
  const used: string[] = []
  const revoked: string[] = []
  provider.on('/token', ({ form }: SeenRequest) => {
    const token = form.get('refresh_token') ?? ''
    if (used.includes(token)) return Response.json({ error: 'invalid_grant' }, { status: 400 })
    used.push(token)
    const [user = '', round = '0'] = token.split('.')
    return provider.tokens({
      id_token: undefined,
      access_token: `at-${user}.${Number(round) + 1}`,
      refresh_token: `${user}.${Number(round) + 1}`,
    })
  })
  provider.on('/revoke', ({ form }) => {
    revoked.push(form.get('token') ?? '')
    return new Response(null, { status: 200 })
  })
  return { used, revoked }
}

function signedIn(user = 'ada'): TokenResponse {
  const accessToken = `at-${user}.0`
  return {
    accessToken,
    tokenType: 'Bearer',
    refreshToken: `${user}.0`,
    scopes: ['openid'],
    expiresAt: Math.floor(Date.now() / 1000) + 600,
    raw: {},
  }
}

describe('a session', () => {
  it('gives its access token from the store, and a new one shortly before its expiry', async () => {
    const { used } = rotate()
    await using it = client()
    const session = it.forSession('s')
    await session.save(signedIn())
    expect(await session.getAccessToken()).toBe('at-ada.0')
    moved = 600 - 60 - 5
    expect(await session.getAccessToken()).toBe('at-ada.0')
    moved = 600 - 60 + 1
    expect(await session.getAccessToken()).toBe('at-ada.1')
    expect(await session.read()).toMatchObject({ accessToken: 'at-ada.1', refreshToken: 'ada.1' })
    expect(used).toEqual(['ada.0'])
  })

  it('that is not there wants a sign-in, and asks nobody', async () => {
    await using it = client()
    await expect(it.forSession('s').getAccessToken()).rejects.toThrow(LoginRequiredError)
    await expect(it.forSession('s').refresh()).rejects.toThrow(LoginRequiredError)
    expect(provider.seen).toEqual([])
  })

  it('without a refresh token serves until its token expires', async () => {
    await using it = client()
    const session = it.forSession('s')
    await session.save({ ...signedIn(), refreshToken: undefined as never })
    moved = 599
    expect(await session.getAccessToken()).toBe('at-ada.0')
    moved = 601
    await expect(session.getAccessToken()).rejects.toThrow(LoginRequiredError)
  })

  it('a hundred requests at the same time make one refresh', async () => {
    const { used } = rotate()
    await using it = client()
    await it.forSession('s').save(signedIn())
    moved = 700
    const tokens = await Promise.all(Array.from({ length: 100 }, () => it.forSession('s').getAccessToken()))
    expect(new Set(tokens)).toEqual(new Set(['at-ada.1']))
    expect(used).toEqual(['ada.0'])
  })

  it('two clients that share a store and a lock make one refresh', async () => {
    const { used } = rotate()
    const sessionLock = new MemorySessionLock()
    await using one = client({ sessionLock })
    await using two = client({ sessionLock })
    await one.forSession('s').save(signedIn())
    moved = 700
    const tokens = await Promise.all([one, two, one, two].map((it) => it.forSession('s').getAccessToken()))
    expect(new Set(tokens)).toEqual(new Set(['at-ada.1']))
    expect(used).toEqual(['ada.0'])
  })

  it('a lock that fails is a transient failure; meanwhile the token serves until it expires', async () => {
    const sessionLock = { run: async (): Promise<never> => Promise.reject(new Error('lock down')) }
    await using it = client({ sessionLock })
    const session = it.forSession('s')
    await session.save(signedIn())
    moved = 590
    expect(await session.getAccessToken()).toBe('at-ada.0')
    moved = 700
    await expect(session.getAccessToken()).rejects.toMatchObject({ constructor: TokenRefreshError, transient: true })
  })

  it('without a lock the loser of a race adopts the tokens of the winner', async () => {
    rotate()
    await using one = client()
    await using two = client()
    await one.forSession('s').save(signedIn())
    moved = 700
    const tokens = await Promise.all([one, two].map((it) => it.forSession('s').getAccessToken()))
    expect(tokens).toEqual(['at-ada.1', 'at-ada.1'])
    expect(await two.forSession('s').read()).toMatchObject({ refreshToken: 'ada.1' })
  })

  it('stays through an outage: the token serves until it expires, then the failure is transient', async () => {
    await using it = client()
    const session = it.forSession('s')
    await session.save(signedIn())
    for (const status of [500, 503, 429]) {
      provider.on('/token', () => new Response(null, { status }))
      moved = 590
      expect(await session.getAccessToken()).toBe('at-ada.0')
      moved = 700
      await expect(session.getAccessToken()).rejects.toMatchObject({ constructor: TokenRefreshError, transient: true })
    }
    rotate()
    expect(await session.getAccessToken()).toBe('at-ada.1')
  })

  it('ends, once, with a refresh token that the provider refuses; there is no loop', async () => {
    provider.on('/token', () => Response.json({ error: 'invalid_grant' }, { status: 400 }))
    await using it = client()
    const session = it.forSession('s')
    await session.save(signedIn())
    moved = 700
    await expect(session.getAccessToken()).rejects.toMatchObject({ constructor: TokenRefreshError, transient: false })
    await expect(session.getAccessToken()).rejects.toThrow(LoginRequiredError)
    expect(provider.count('/token')).toBe(1)
  })

  it('stays when the provider refuses the client: that is no fault of the person’s', async () => {
    provider.on('/token', () => Response.json({ error: 'invalid_client' }, { status: 401 }))
    await using it = client()
    const session = it.forSession('s')
    await session.save(signedIn())
    await expect(session.refresh()).rejects.toMatchObject({ constructor: TokenRefreshError, transient: false })
    expect(await session.read()).toBeDefined()
  })

  it('whose tokens somebody else replaced during a refused refresh goes on with those', async () => {
    await using it = client()
    const session = it.forSession('s')
    await session.save(signedIn())
    provider.on('/token', async () => {
      await session.save(signedIn('new'))
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    })
    expect(await session.refresh()).toMatchObject({ accessToken: 'at-new.0' })
  })

  it('a logout during a refresh wins, and the token that came too late is withdrawn', async () => {
    const { revoked } = rotate()
    const refreshAnswer = provider.answers.get('/token')!
    await using it = client()
    const session = it.forSession('s')
    await session.save(signedIn())
    const asked = Promise.withResolvers<void>()
    const barrier = Promise.withResolvers<void>()
    provider.on('/token', async (request) => {
      asked.resolve()
      await barrier.promise
      return refreshAnswer(request)
    })
    const refreshed = expect(session.refresh()).rejects.toThrow(LoginRequiredError)
    await asked.promise
    const { url, state } = await session.logout({ postLogoutRedirectUri: 'https://app.example/bye' })
    barrier.resolve()
    await refreshed
    expect(await session.read()).toBeUndefined()
    expect(revoked).toEqual(['ada.0', 'ada.1'])
    expect(new URL(url!).searchParams.get('state')).toBe(state)
  })

  it('is ended by a logout while the provider is down', async () => {
    await using it = client()
    const session = it.forSession('s')
    await session.save(signedIn())
    for (const path of ['/revoke', '/.well-known/openid-configuration']) provider.on(path, () => new Response(null, { status: 503 }))
    expect(await session.logout()).toEqual({})
    expect(await session.read()).toBeUndefined()
  })

  it('a caller who leaves does not end the refresh of the others, nor lose its answer', async () => {
    rotate()
    const refreshAnswer = provider.answers.get('/token')!
    const asked = Promise.withResolvers<void>()
    const barrier = Promise.withResolvers<void>()
    provider.on('/token', async (request) => {
      asked.resolve()
      await barrier.promise
      return refreshAnswer(request)
    })
    await using it = client()
    const session = it.forSession('s')
    await session.save(signedIn())
    const controller = new AbortController()
    const left = expect(session.refresh({ signal: controller.signal })).rejects.toThrow('gone')
    await asked.promise
    controller.abort(new Error('gone'))
    await left
    barrier.resolve()
    await expect.poll(async () => (await session.read())?.refreshToken, { interval: 1 }).toBe('ada.1')
  })

  it('a caller whose deadline passes does not end the refresh either, nor that of a caller with more time', async () => {
    const { used } = rotate()
    const refreshAnswer = provider.answers.get('/token')!
    const barrier = Promise.withResolvers<void>()
    provider.on('/token', async (request) => {
      const answer = await refreshAnswer(request) // used up from here on
      await barrier.promise
      return answer
    })
    await using it = client()
    const session = it.forSession('s')
    await session.save(signedIn())
    moved = 700
    const hasty = expect(session.getAccessToken({ deadlineSeconds: 0.02 })).rejects.toMatchObject({
      constructor: TokenRefreshError,
      transient: true,
      cause: { code: 'NET_3002' },
    })
    const patient = session.getAccessToken()
    await hasty
    barrier.resolve()
    expect(await patient).toBe('at-ada.1')
    expect(await session.read()).toMatchObject({ refreshToken: 'ada.1' })
    expect(used).toEqual(['ada.0'])
  })

  it('a token that expires while its refresh fails is not handed out any more', async () => {
    provider.on('/token', () => {
      moved = 700
      return new Response(null, { status: 503 })
    })
    await using it = client()
    const session = it.forSession('s')
    await session.save(signedIn())
    moved = 590
    await expect(session.getAccessToken()).rejects.toMatchObject({ constructor: TokenRefreshError, transient: true })
  })

  it('RFC 6749 §10.4: tokens of another provider, of another client or of another key are sent nowhere', async () => {
    rotate()
    await using it = client()
    await it.forSession('s').save(signedIn())
    await using otherClient = client({ clientId: 'other' })
    await using otherIssuer = client({ issuer: 'https://other.example' })
    await using otherKey = client({ dpop: { enabled: true } })
    for (const other of [otherClient, otherIssuer, otherKey]) {
      await expect(other.forSession('s').getAccessToken()).rejects.toThrow(LoginRequiredError)
      await expect(other.forSession('s').refresh()).rejects.toThrow(LoginRequiredError)
    }
    expect(provider.seen).toEqual([])
  })

  it('a store that is down is an outage, and never a session that is not there', async () => {
    const down = (): never => {
      throw new Error('store down')
    }
    const later = async (): Promise<never> => down()
    const stores: TokenStore[] = [
      { get: down, set: down, delete: down },
      { get: later, set: later, delete: later },
    ]
    for (const tokenStore of stores) {
      await using it = client({ tokenStore })
      const session = it.forSession('s')
      for (const use of [session.getAccessToken(), session.refresh(), session.read(), session.logout(), session.save(signedIn())]) {
        await expect(use).rejects.toThrow(ServiceUnavailableError)
      }
    }
  })

  it('a store that fails for a moment when the new tokens come does not lose them', async () => {
    const { used } = rotate()
    let failures = 0
    const shaky: TokenStore = {
      get: (id) => store.get(id),
      set(id, tokens, version) {
        if (tokens.accessToken !== 'at-ada.0' && ++failures < 3) throw new Error('store down')
        return store.set(id, tokens, version)
      },
      delete: (id, version) => store.delete(id, version),
    }
    await using it = client({ tokenStore: shaky })
    const session = it.forSession('s')
    await session.save(signedIn())
    expect(await session.refresh()).toMatchObject({ refreshToken: 'ada.1' })
    failures = -1000
    expect(await session.read()).toMatchObject({ refreshToken: 'ada.1' })
    expect(used).toEqual(['ada.0'])
  })

  it('new tokens are kept even when their ID token cannot be judged now; the one before stays', async () => {
    provider.on('/token', async () => provider.tokens({ refresh_token: 'next', id_token: await provider.sign({ sub: 'somebody' }) }))
    provider.on('/jwks', () => new Response(null, { status: 503 }))
    await using it = client()
    const session = it.forSession('s')
    const idTokenClaims = { iss: provider.issuer, sub: 'ada', aud: 'web', exp: 1, iat: 1 }
    await session.save({ ...signedIn(), idToken: 'before', idTokenClaims })
    expect(await session.refresh()).toMatchObject({ accessToken: 'at', refreshToken: 'next', idToken: 'before', idTokenClaims })
  })

  it('a store that answers later works as one that answers at once', async () => {
    const { used } = rotate()
    const slow: TokenStore = {
      get: async (id) => store.get(id),
      set: async (id, tokens, version) => store.set(id, tokens, version),
      delete: async (id, version) => store.delete(id, version),
    }
    await using it = client({ tokenStore: slow })
    const session = it.forSession('s')
    await session.save(signedIn())
    expect(await session.getAccessToken()).toBe('at-ada.0')
    moved = 700
    expect(await Promise.all([session.getAccessToken(), session.getAccessToken()])).toEqual(['at-ada.1', 'at-ada.1'])
    expect(used).toHaveLength(1)
  })

  it('a closed client gives no token any more', async () => {
    const it = client()
    await it.forSession('s').save(signedIn())
    await it.close()
    await expect(it.forSession('s').getAccessToken()).rejects.toMatchObject({ code: 'VAL_2001' })
  })
})

describe('CVE-2019-19723, CVE-2025-67490, CVE-2026-40155, CVE-2026-25536, CVE-2026-53517: many users on one client', () => {
  it('20 users × 10 parallel requests, with refreshes and nonce retries forced, never see each other’s tokens', async () => {
    let nonce = 0
    const demand = (): HeadersInit => ({ 'dpop-nonce': `n${nonce}`, 'www-authenticate': 'dPoP error="use_dpop_nonce"' })
    provider.on('/token', ({ form, headers }) => {
      // Every proof is refused whose nonce is not the very last: others change it all the time.
      if (!payloadOf(headers)['nonce'] || nonce++ % 3 === 0) {
        return Response.json({ error: 'use_dpop_nonce' }, { status: 400, headers: { 'dpop-nonce': `n${nonce}` } })
      }
      const user = form.get('refresh_token')!
      return provider.tokens({ id_token: undefined, token_type: 'DPoP', access_token: `at-${user}`, refresh_token: user })
    })
    provider.on('/me', ({ headers }) => {
      if (!payloadOf(headers)['nonce']) return new Response(null, { status: 401, headers: demand() })
      return { token: headers.get('authorization') }
    })
    await using it = client({ dpop: { enabled: true }, apiOrigins: ['https://api.example'], maxRetries: 0 })
    const users = Array.from({ length: 20 }, (_, index) => `user${index}`)
    for (const user of users) await it.forSession(user).save({ ...signedIn(user), tokenType: 'DPoP', refreshToken: user, expiresAt: 1 })
    const seen = await Promise.all(
      users.flatMap((user) =>
        Array.from({ length: 10 }, async () => {
          // Two demands in a row are an error, which says nothing about whose tokens are whose: ask again.
          for (let attempt = 0; attempt < 20; attempt++) {
            const response = await it
              .forSession(user)
              .fetch('https://api.example/me')
              .catch(() => undefined)
            if (response?.status === 200) return { user, got: ((await response.json()) as { token: string }).token }
          }
          return { user, got: 'nothing' }
        }),
      ),
    )
    expect(seen).toHaveLength(200)
    for (const { user, got } of seen) expect(got).toBe(`DPoP at-${user}`)
    for (const user of users) expect((await it.forSession(user).read())?.accessToken).toBe(`at-${user}`)
  })

  it('nor do they in a store that numbers the versions of each entry for itself', async () => {
    rotate()
    const entries = new Map<string, StoredEntry>()
    const tokenStore: TokenStore = {
      get: (id) => entries.get(id),
      set(id, tokens, expectedVersion) {
        const { version } = entries.get(id) ?? {}
        if (version === expectedVersion) entries.set(id, { tokens, version: String(Number(version ?? 0) + 1) })
        return version === expectedVersion
      },
      delete: (id) => entries.delete(id),
    }
    await using it = client({ tokenStore })
    const users = ['ada', 'linus']
    for (const user of users) await it.forSession(user).save({ ...signedIn(user), expiresAt: 1 })
    const tokens = await Promise.all(users.map((user) => it.forSession(user).getAccessToken()))
    expect(tokens).toEqual(['at-ada.1', 'at-linus.1'])
  })
})

function payloadOf(headers: Headers): Record<string, unknown> {
  return JSON.parse(Buffer.from(headers.get('dpop')!.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>
}
