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

it('hands functions the framework\u2019s own request, else the neutral one', async () => {
  const seen: unknown[] = []
  const { binding } = createParts<TokenClaims, unknown>({ ...good, getCertificate: (request) => void seen.push(request) })
  const neutral = { method: 'GET', url: '/', headers: {} }
  const raw = { own: true }
  await binding.getCertificate(neutral)
  await binding.getCertificate({ ...neutral, raw })
  expect(seen).toEqual([neutral, raw])
})
