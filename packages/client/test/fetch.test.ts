import { InvalidConfigError, NetworkError, StepUpRequiredError, ValidationError } from '@auth/core-errors'
import { decodeJwt } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import { AuthPlatformClient, type AuthPlatformConfig } from '../src/index.ts'
import { HostileProvider, type SeenRequest } from './hostile-provider.ts'

const api = 'https://api.example'
let provider: HostileProvider
let issued: number

beforeEach(async () => {
  provider = await HostileProvider.create()
  issued = 0
  provider.on('/token', () => provider.tokens({ id_token: undefined, access_token: `at${++issued}` }))
  provider.on('/orders', () => ({ ok: true }))
})

function client(more: Partial<AuthPlatformConfig> = {}): AuthPlatformClient {
  return new AuthPlatformClient(provider.config({ apiOrigins: [api], ...more }))
}

/** The API takes only this token. */
function takeOnly(token: string, refusal: HeadersInit = { 'www-authenticate': 'Bearer error="invalid_token"' }): SeenRequest[] {
  const seen: SeenRequest[] = []
  provider.on('/orders', (request) => {
    seen.push(request)
    if (request.headers.get('authorization') === `Bearer ${token}`) return { ok: true }
    return new Response('no', { status: 401, headers: refusal })
  })
  return seen
}

describe('client.fetch', () => {
  it('attaches the token by its scheme, and hands every answer back', async () => {
    await using it = client()
    expect((await it.fetch(`${api}/orders`)).status).toBe(200)
    expect(provider.seen.at(-1)?.headers.get('authorization')).toBe('Bearer at1')
    provider.on('/orders', () => new Response('down', { status: 503 }))
    expect((await it.fetch(`${api}/orders`)).status).toBe(503)
    expect(provider.count('/orders')).toBe(2)
  })

  it.each([
    'https://other.example/orders',
    'https://api.example.evil.example/orders',
    'https://api.example:8443/orders',
    'http://api.example/orders',
    'https://user:pass@api.example/orders',
  ])('no token goes to %s, and none is even fetched', async (url) => {
    await using it = client()
    await expect(it.fetch(url)).rejects.toThrow(ValidationError)
    expect(provider.seen).toEqual([])
  })

  it('what fetch would refuse is named, without its text', async () => {
    await using it = client()
    for (const init of [{ method: 'NO GOOD' }, { headers: { 'x-secret': 'a\nb' } }]) {
      await expect(it.fetch(`${api}/orders`, init)).rejects.toMatchObject({ constructor: InvalidConfigError, details: { option: 'init' } })
    }
  })

  it('without apiOrigins no token goes anywhere', async () => {
    await using it = client({ apiOrigins: undefined })
    await expect(it.fetch(`${api}/orders`)).rejects.toThrow(ValidationError)
  })

  it('what is no URL is named', async () => {
    await using it = client()
    for (const bad of ['/orders', '', undefined]) {
      await expect(it.fetch(bad as never)).rejects.toMatchObject({ constructor: InvalidConfigError, details: { option: 'url' } })
    }
  })

  it('CVE-2024-28849: a redirect is handed back, and the other server sees nothing', async () => {
    provider.on('/orders', () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }))
    await using it = client()
    expect((await it.fetch(`${api}/orders`, { redirect: 'follow' })).status).toBe(302)
    expect(provider.seen.at(-1)?.redirect).toBe('manual') // or the transport would follow it
    expect(provider.seen.some(({ url }) => url.hostname === 'evil.example')).toBe(false)
  })

  it('a 401 gets one new token and one more try', async () => {
    const seen = takeOnly('at2')
    await using it = client()
    const response = await it.fetch(`${api}/orders`, { method: 'POST', body: 'order=7' })
    expect(response.status).toBe(200)
    expect(seen.map(({ form }) => form.get('order'))).toEqual(['7', '7'])
  })

  it('and no more than one: an API that refuses everything gets two requests', async () => {
    takeOnly('none')
    await using it = client()
    expect((await it.fetch(`${api}/orders`)).status).toBe(401)
    expect([provider.count('/orders'), provider.count('/token')]).toEqual([2, 2])
  })

  it.each([
    ['text', (): BodyInit => 'x'],
    ['bytes', (): BodyInit => new Uint8Array([1])],
    ['a buffer', (): BodyInit => new ArrayBuffer(1)],
    ['a form', (): BodyInit => new URLSearchParams({ a: '1' })],
    ['a blob', (): BodyInit => new Blob(['x'])],
  ])('a body of %s is sent again', async (_, body) => {
    takeOnly('at2')
    await using it = client()
    expect((await it.fetch(`${api}/orders`, { method: 'POST', body: body() })).status).toBe(200)
  })

  it('a stream cannot be sent twice: the 401 is the answer', async () => {
    takeOnly('at2')
    await using it = client()
    const body = new Blob(['x']).stream()
    const response = await it.fetch(`${api}/orders`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(response.status).toBe(401)
    expect(provider.count('/orders')).toBe(1)
  })

  it('a session’s token is refreshed once after a 401; without a refresh token the 401 is the answer', async () => {
    takeOnly('at1')
    await using it = client()
    const session = it.forSession('s')
    const tokens = { accessToken: 'refused', tokenType: 'Bearer', scopes: [], expiresAt: Date.now() / 1000 + 600, raw: {} }
    await session.save(tokens)
    expect((await session.fetch(`${api}/orders`)).status).toBe(401)
    await session.save({ ...tokens, refreshToken: 'rt' })
    expect((await session.fetch(`${api}/orders`)).status).toBe(200)
    expect((await session.read())?.accessToken).toBe('at1')
  })

  it('RFC 9470: a demand for a stronger sign-in is told with what it asks for, and not asked again', async () => {
    const challenge = 'Bearer error="insufficient_user_authentication", acr_values="gold silver", max_age="60"'
    takeOnly('none', { 'www-authenticate': challenge })
    await using it = client()
    await expect(it.fetch(`${api}/orders`)).rejects.toMatchObject({
      constructor: StepUpRequiredError,
      acrValues: ['gold', 'silver'],
      maxAgeSeconds: 60,
    })
    expect(provider.count('/orders')).toBe(1)
  })

  it('the body of a demand that nobody gets to read is cancelled', async () => {
    let isCancelled = false
    const body = new ReadableStream({ cancel: () => void (isCancelled = true) })
    const headers = { 'www-authenticate': 'Bearer error="insufficient_user_authentication"' }
    provider.on('/orders', () => new Response(body, { status: 401, headers }))
    await using it = client()
    await expect(it.fetch(`${api}/orders`)).rejects.toThrow(StepUpRequiredError)
    expect(isCancelled).toBe(true)
  })

  it('the caller’s abort ends the wait for a token, too: the first, and the one after a 401', async () => {
    for (const isFirst of [true, false]) {
      const controller = new AbortController()
      provider.on('/orders', () => new Response('no', { status: 401 }))
      provider.on('/token', () => {
        if (!isFirst && issued++ === 0) return provider.tokens({ id_token: undefined })
        controller.abort(new Error('enough'))
        return new Promise(() => {})
      })
      await using it = client()
      await expect(it.fetch(`${api}/orders`, { signal: controller.signal })).rejects.toThrow('enough')
    }
  })

  it('a challenge of garbage is no demand', async () => {
    takeOnly('none', { 'www-authenticate': 'Bearer error="insufficient_user_authentication, ,,= max_age="x"' })
    await using it = client()
    expect((await it.fetch(`${api}/orders`)).status).toBe(401)
  })

  it('a network that fails is a typed error, and the caller’s abort its own reason', async () => {
    await using it = client()
    provider.on('/orders', () => Promise.reject(new TypeError('fetch failed')))
    await expect(it.fetch(`${api}/orders`)).rejects.toThrow(NetworkError)
    await expect(it.fetch(`${api}/orders`, { signal: AbortSignal.abort(new Error('mine')) })).rejects.toThrow('mine')
  })

  it('close() ends a call that is under way', async () => {
    const asked = Promise.withResolvers<void>()
    const transport: typeof fetch = async (input, init) => {
      if (!new Request(input).url.startsWith(api)) return provider.fetch(input, init)
      asked.resolve()
      return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))
    }
    const it = client({ fetch: transport })
    const refused = expect(it.fetch(`${api}/orders`)).rejects.toMatchObject({ code: 'VAL_2001' })
    await asked.promise
    await it.close()
    await refused
  })

  it('CVE-2025-67490: the caller cannot put another token under the client’s', async () => {
    await using it = client()
    await it.fetch(`${api}/orders`, { headers: { authorization: 'Bearer other', dpop: 'other' } })
    expect(provider.seen.at(-1)?.headers.get('authorization')).toBe('Bearer at1')
  })
})

describe('client.fetch with DPoP', () => {
  beforeEach(() => provider.on('/token', () => provider.tokens({ id_token: undefined, token_type: 'DPoP' })))

  it('proves every request, and answers a nonce demanded by DPoP in any case of letters, once', async () => {
    const proofs: Record<string, unknown>[] = []
    provider.on('/orders', ({ headers }) => {
      proofs.push(decodeJwt(headers.get('dpop')!))
      const isGood = proofs.at(-1)!['nonce'] === 'n'
      const challenge = { 'www-authenticate': 'Bearer realm="x", dPoP error="use_dpop_nonce"', 'dpop-nonce': 'n' }
      return isGood ? { ok: true } : new Response(null, { status: 401, headers: challenge })
    })
    await using it = client({ dpop: { enabled: true } })
    expect((await it.fetch(`${api}/orders?page=2`, { method: 'delete' })).status).toBe(200)
    expect(proofs).toMatchObject([
      { htm: 'DELETE', htu: `${api}/orders` },
      { htm: 'DELETE', nonce: 'n' },
    ])
    expect(proofs[0]!['jti']).not.toBe(proofs[1]!['jti'])
    expect(provider.seen.at(-1)?.headers.get('authorization')).toBe('DPoP at')
  })

  it('a nonce in every answer ends after two requests and one new token', async () => {
    let count = 0
    provider.on(
      '/orders',
      () =>
        new Response(null, { status: 401, headers: { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': `n${++count}` } }),
    )
    await using it = client({ dpop: { enabled: true } })
    expect((await it.fetch(`${api}/orders`)).status).toBe(401)
    expect(count).toBeLessThanOrEqual(4)
  })
})
