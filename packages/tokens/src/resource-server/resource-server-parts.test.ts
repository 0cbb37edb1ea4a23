import { DPoPKeyPair } from '@auth/pkce-dpop'
import { expect, it } from 'vitest'
import type { TokenClaims } from '../token-claims.ts'
import type { ResourceServerSettings } from './resource-server-options.ts'
import { createParts } from './resource-server-parts.ts'

const good = { issuer: 'https://as.example', audience: 'api' }

it('offers what the options let it check', () => {
  const offer = (more: ResourceServerSettings): readonly [unknown, boolean] => {
    const parts = createParts({ ...good, ...more })
    return [parts.offer.schemes, parts.binding.dpop !== undefined]
  }
  expect(offer({})).toEqual([['Bearer'], false])
  expect(offer({ publicUrl: 'https://api.example' })).toEqual([['Bearer', 'DPoP'], true])
  expect(offer({ publicUrl: 'https://api.example', dpop: { mode: 'required' } })).toEqual([['DPoP'], true])
  expect(offer({ publicUrl: 'https://api.example', dpop: { mode: 'disabled' } })).toEqual([['Bearer'], false])
})

it('makes no event where nobody listens, and survives whoever does', () => {
  expect(createParts(good).emit).toBeUndefined()
  const onEvent = (): never => {
    throw new Error('listener')
  }
  expect(createParts({ ...good, onEvent }).emit?.({ type: 'replay_check_skipped' })).toBeUndefined()
})

it('tells where the metadata is only when asked to, and what it says whenever it can', () => {
  expect(createParts(good).resource).toBeUndefined()
  const quiet = createParts({ ...good, publicUrl: 'https://api.example/' })
  expect([quiet.offer.resourceMetadataUrl, quiet.resource?.document.resource]).toEqual([undefined, 'https://api.example/'])
  const loud = createParts({ ...good, resourceMetadata: { resource: 'https://api.example' } })
  expect(loud.offer.resourceMetadataUrl).toBe('https://api.example/.well-known/oauth-protected-resource')
})

it('the metadata tell how tokens may come', () => {
  const describe = (more: ResourceServerSettings): unknown =>
    createParts({ ...good, publicUrl: 'https://api.example', dpop: { mode: 'disabled' }, ...more }).resource?.document
  const plain = { resource: 'https://api.example', authorization_servers: ['https://as.example'] }
  const byHeader = { ...plain, bearer_methods_supported: ['header'] }
  expect(describe({})).toStrictEqual(byHeader)
  expect(describe({ credentials: 'authorization' })).toStrictEqual(byHeader)
  expect(describe({ credentials: { cookie: 'token' } })).toStrictEqual(plain)
  expect(describe({ credentials: () => null })).toStrictEqual(plain)
  expect(describe({ getCertificate: () => undefined })).toStrictEqual({ ...byHeader, tls_client_certificate_bound_access_tokens: true })
})

it.each(['https://api.example/shop', 'https://api.example/shop/', 'https://api.example/shop//'])(
  'proofs are compared with %s without a slash at its end',
  async (publicUrl) => {
    const pair = await DPoPKeyPair.generate()
    const { binding } = createParts({ ...good, publicUrl })
    const proof = await pair.createProof({ method: 'GET', url: 'https://api.example/shop/orders', accessToken: 'x' })
    const request = { method: 'GET', url: '/orders', headers: { dpop: proof } }
    await expect(binding.dpop?.verify(request, { token: 'x', jkt: pair.thumbprint })).resolves.toBeUndefined()
  },
)

it('hands functions the framework\u2019s own request, else the neutral one', async () => {
  const seen: unknown[] = []
  const { binding } = createParts<TokenClaims, unknown>({ ...good, getCertificate: (request) => void seen.push(request) })
  const neutral = { method: 'GET', url: '/', headers: {} }
  const raw = { own: true }
  await binding.getCertificate(neutral)
  await binding.getCertificate({ ...neutral, raw })
  expect(seen).toEqual([neutral, raw])
})
