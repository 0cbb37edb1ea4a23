import { describe, expect, it } from 'vitest'
import { createPageProvider, json } from '../../test/page-provider.ts'
import { createProvider, remember, toUrl } from './provider.ts'

const unusable = (check: string): unknown => expect.objectContaining({ code: 'SRV_5003', details: { check } })

describe('createProvider', () => {
  it.each([
    ['issuer', { baseUrl: undefined }],
    ['issuer', { baseUrl: 'http://issuer.test' }],
    ['issuer', { issuer: 'issuer.test' }],
    ['clientId', { clientId: '' }],
    ['clientId', { clientId: 7 }],
    ['scopes', { scopes: 'openid' }],
    ['fetch', { fetch: null }],
    ['fetch', { fetch: 'fetch' }],
    ['now', { now: 7 }],
    ['timeoutSeconds', { timeoutSeconds: 0 }],
    ['timeoutSeconds', { timeoutSeconds: NaN }],
    ['timeoutSeconds', { timeoutSeconds: 1e12 }],
  ])('refuses a wrong option "%s": %j', async (option, wrong) => {
    const { config } = await createPageProvider()
    expect(() => createProvider({ ...config, ...wrong } as never)).toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option } }),
    )
  })

  it('fetches metadata and keys once, for all who ask', async () => {
    const { config, count } = await createPageProvider()
    const { findEndpoint, findKeys } = createProvider(config)
    await Promise.all([findEndpoint('token_endpoint'), findEndpoint('jwks_uri'), findKeys(false), findKeys(false)])
    expect([count('/.well-known/openid-configuration'), count('/jwks')]).toEqual([1, 1])
    await findKeys(true)
    expect([count('/.well-known/openid-configuration'), count('/jwks')]).toEqual([1, 2])
  })

  it('asks again after a failure', async () => {
    const { config, answerNext } = await createPageProvider()
    const { findEndpoint } = createProvider(config)
    answerNext('/.well-known/openid-configuration', () => new Response('', { status: 503 }))
    await expect(findEndpoint('token_endpoint')).rejects.toThrow(expect.objectContaining({ code: 'SRV_5002' }))
    expect(await findEndpoint('token_endpoint')).toBe('https://issuer.test/token')
  })

  it('RFC 8414 §3.3: refuses the metadata of another issuer, which is compared exactly', async () => {
    for (const issuer of ['https://evil.test', 'https://issuer.test/', undefined]) {
      const { config } = await createPageProvider({ issuer })
      await expect(createProvider(config).findMetadata()).rejects.toThrow(unusable('issuer'))
    }
  })

  it('finds metadata below an issuer with a path, with or without a slash at its end', async () => {
    for (const issuer of ['https://issuer.test/tenant', 'https://issuer.test/tenant/']) {
      const { config, answerNext } = await createPageProvider()
      answerNext('/tenant/.well-known/openid-configuration', () => json({ issuer }))
      await createProvider({ ...config, issuer }).findMetadata()
    }
  })

  it.each([undefined, null, 7, 'token', 'http://issuer.test/token', 'javascript:alert(1)'])(
    'calls no token endpoint at %j',
    async (endpoint) => {
      const { config } = await createPageProvider({ token_endpoint: endpoint })
      await expect(createProvider(config).post('token_endpoint', {})).rejects.toThrow(unusable('token_endpoint'))
    },
  )

  it('posts a form with the client’s id, and a proof where there is one', async () => {
    const { config, seen, answerNext } = await createPageProvider()
    const provider = createProvider(config, { addProof: (url, send) => send(`proof for ${url}`) })
    answerNext('/token', () => json({ ok: true }))
    expect(await provider.post('token_endpoint', { grant_type: 'x', absent: undefined })).toEqual({ ok: true })
    expect(seen.at(-1)?.form.toString()).toBe('grant_type=x&client_id=app')
    expect(seen.at(-1)?.init.headers).toEqual({ accept: 'application/json', dpop: 'proof for https://issuer.test/token' })
  })
})

it('toUrl keeps the endpoint’s own query', () => {
  expect(toUrl('https://issuer.test/a?tenant=1', { state: 's p', max_age: 0, absent: undefined })).toBe(
    'https://issuer.test/a?tenant=1&state=s+p&max_age=0',
  )
})

it('remember shares one value, and forgets a failure', async () => {
  let count = 0
  const find = remember(async () => {
    if (++count === 1) throw new Error('first')
    return count
  })
  await expect(Promise.all([find(), find()])).rejects.toThrow('first')
  expect(await Promise.all([find(), find()])).toEqual([2, 2])
  expect([await find(true), await find()]).toEqual([3, 3])
})
