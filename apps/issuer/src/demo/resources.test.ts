import { expect, it } from 'vitest'
import { toResource } from './resources.ts'

it('fills in what was left out, and undefined counts as left out', () => {
  expect(toResource({ identifier: 'https://a.example.com', ttlSeconds: undefined })).toEqual({
    identifier: 'https://a.example.com',
    audience: 'https://a.example.com',
    scopes: ['orders:read', 'orders:write'],
    format: 'jwt',
    algorithm: 'RS256',
    ttlSeconds: 600,
  })
})

it('keeps what was given', () => {
  const given = {
    identifier: 'https://a.example.com',
    audience: 'a',
    scopes: ['b'],
    format: 'opaque',
    algorithm: 'ES256',
    ttlSeconds: 1,
  } as const
  expect(toResource(given)).toEqual(given)
})
