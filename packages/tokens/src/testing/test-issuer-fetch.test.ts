import { expect, it } from 'vitest'
import { createTestFetch } from './test-issuer-fetch.ts'

const keys = [{ kty: 'EC', kid: 'k' }]
const fetch = createTestFetch({ issuer: 'https://issuer.test/tenant', jwksUri: 'https://issuer.test/tenant/jwks', jwks: () => ({ keys }) })

it.each([
  'https://issuer.test/tenant/.well-known/openid-configuration',
  'https://issuer.test/.well-known/oauth-authorization-server/tenant',
])('answers discovery at %s', async (url) => {
  expect(await (await fetch(url)).json()).toMatchObject({
    issuer: 'https://issuer.test/tenant',
    jwks_uri: 'https://issuer.test/tenant/jwks',
  })
})

it('answers the key set, also to a Request or a URL', async () => {
  const url = 'https://issuer.test/tenant/jwks'
  for (const input of [url, new URL(url), new Request(url)]) expect(await (await fetch(input)).json()).toEqual({ keys })
})

it('answers 404 to everything else', async () => {
  expect((await fetch('https://issuer.test/jwks')).status).toBe(404)
  expect((await fetch('https://other.test/tenant/jwks')).status).toBe(404)
})

it('honours a signal', async () => {
  await expect(fetch('https://issuer.test/tenant/jwks', { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped')
})
