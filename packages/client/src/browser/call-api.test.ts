import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { describe, expect, it } from 'vitest'
import { callApi } from './call-api.ts'
import { createProver, noProver } from './create-prover.ts'
import type { HeldTokens } from './shared-tokens.ts'

/** An API that gives these answers, and what it saw. */
function setUp(answers: (Response | Error)[], more: object = {}) {
  const seen: { authorization: string | null; dpop: string | null; body: string; method: string; redirect: string }[] = []
  const replaced: string[] = []
  const fetch = (async (request: Request) => {
    const { headers, method, redirect } = request
    seen.push({ authorization: headers.get('authorization'), dpop: headers.get('dpop'), body: await request.text(), method, redirect })
    const answer = answers.shift()!
    if (answer instanceof Error) throw answer
    return answer
  }) as typeof globalThis.fetch
  const access = {
    apiOrigins: ['https://api.test'],
    fetch,
    prover: noProver,
    tokens: { accessToken: 'first', tokenType: 'Bearer', scopes: [] },
    replaceToken: async (refused: HeldTokens): Promise<string | undefined> => {
      replaced.push(refused.accessToken)
      return 'second'
    },
    ...more,
  }
  return { seen, replaced, call: (url: string, init?: RequestInit) => callApi(access, new Request(url, init)) }
}
const refused = (): Response => new Response('', { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } })

describe('callApi', () => {
  it('sends the token, by no redirect', async () => {
    const { call, seen } = setUp([new Response('ok')])
    expect(await (await call('https://api.test/orders', { method: 'POST', body: 'tea' })).text()).toBe('ok')
    expect(seen).toEqual([{ authorization: 'Bearer first', dpop: null, body: 'tea', method: 'POST', redirect: 'manual' }])
  })

  it.each(['https://evil.test/', 'http://api.test/', 'https://api.test:8443/', 'https://api.test.evil.test/'])(
    'sends no token to %s',
    async (url) => {
      const { call, seen } = setUp([new Response('ok')])
      await expect(call(url)).rejects.toThrow(expect.objectContaining({ code: 'VAL_2001', details: { origin: new URL(url).origin } }))
      expect(seen).toEqual([])
    },
  )

  it('goes on once with another token when the first is refused, its body again', async () => {
    const { call, seen, replaced } = setUp([refused(), refused(), new Response('never')])
    expect((await call('https://api.test/', { method: 'PUT', body: 'tea' })).status).toBe(401)
    expect(seen.map(({ authorization, body }) => [authorization, body])).toEqual([
      ['Bearer first', 'tea'],
      ['Bearer second', 'tea'],
    ])
    expect(replaced).toEqual(['first'])
  })

  it.each([undefined, 'first'])('hands the refusal over where the other token is %j', async (other) => {
    const { call, seen } = setUp([refused()], { replaceToken: async () => other })
    expect((await call('https://api.test/')).status).toBe(401)
    expect(seen.length).toBe(1)
  })

  it('proves possession with each attempt', async () => {
    const prover = createProver(await DPoPKeyPair.generate())
    const demand = new Response('', { status: 401, headers: { 'dpop-nonce': 'n', 'www-authenticate': 'DPoP error="use_dpop_nonce"' } })
    const { call, seen } = setUp([demand, new Response('ok')], { prover })
    expect((await call('https://api.test/', { method: 'POST', body: 'tea' })).status).toBe(200)
    expect(seen.map(({ authorization, body }) => [authorization, body])).toEqual([
      ['DPoP first', 'tea'],
      ['DPoP first', 'tea'],
    ])
    expect(new Set(seen.map(({ dpop }) => dpop)).size).toBe(2)
  })

  it.each([
    ['Bearer error="insufficient_user_authentication", acr_values="a b", max_age="300"', ['a', 'b'], 300],
    ['DPoP realm="x", error="insufficient_user_authentication", max_age=0', [], 0],
    ['Bearer error="insufficient_user_authentication"', [], undefined],
    ['Bearer error="insufficient_user_authentication", acr_values="", max_age="soon"', [], undefined],
    ['Bearer error="insufficient_user_authentication", acr_values=" a  b ", max_age="-1"', ['a', 'b'], undefined],
  ])('RFC 9470: tells the demand for another sign-in: %s', async (challenge, acrValues, maxAgeSeconds) => {
    const { call, replaced } = setUp([new Response('', { status: 401, headers: { 'www-authenticate': challenge } })])
    await expect(call('https://api.test/')).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1007', acrValues, maxAgeSeconds }))
    expect(replaced).toEqual([])
  })

  it('takes the place of an Authorization header that the request brings', async () => {
    const { call, seen } = setUp([new Response('ok')])
    await call('https://api.test/', { headers: { authorization: 'Bearer mine', dpop: 'mine', 'x-other': 'kept' } })
    expect(seen).toMatchObject([{ authorization: 'Bearer first' }])
  })

  it('sends a body that streams again, after a demand for a nonce and with another token', async () => {
    const prover = createProver(await DPoPKeyPair.generate())
    const demand = new Response('', { status: 401, headers: { 'dpop-nonce': 'n', 'www-authenticate': 'DPoP error="use_dpop_nonce"' } })
    const { call, seen } = setUp([demand, refused(), new Response('ok')], { prover })
    const body = new Blob(['black ', 'tea']).stream()
    expect((await call('https://api.test/', { method: 'POST', body, duplex: 'half' } as RequestInit)).status).toBe(200)
    expect(seen.map((request) => request.body)).toEqual(['black tea', 'black tea', 'black tea'])
  })

  it('tells a request that failed as an outage, and an aborted one as its signal does', async () => {
    await expect(setUp([new TypeError('Failed to fetch')]).call('https://api.test/')).rejects.toThrow(
      expect.objectContaining({ code: 'NET_3001' }),
    )
    const reason = new Error('enough')
    await expect(setUp([reason]).call('https://api.test/', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
