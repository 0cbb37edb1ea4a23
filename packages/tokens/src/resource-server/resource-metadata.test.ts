import { InvalidConfigError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { describeResource, type ResourceFacts, toResourceMetadata } from './resource-metadata.ts'

const facts: ResourceFacts = {
  publicUrl: 'https://api.example/v1',
  issuers: ['https://as.example'],
  isHeaderUsed: true,
  dpopMode: 'allowed',
  dpopAlgorithms: ['ES256'],
  takesCertificates: false,
  allowInsecureLoopback: undefined,
}

it('tells how the API is protected, and leaves out what would be empty', () => {
  expect(toResourceMetadata(describeResource({}, facts), [])).toEqual({
    resource: 'https://api.example/v1',
    authorization_servers: ['https://as.example'],
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: ['ES256'],
  })
  const bare = { ...facts, issuers: [], isHeaderUsed: false, dpopMode: 'disabled', dpopAlgorithms: undefined } as const
  expect(toResourceMetadata(describeResource({}, bare), [])).toEqual({ resource: 'https://api.example/v1' })
})

it('tells everything that there is to tell', () => {
  const all: ResourceFacts = { ...facts, dpopMode: 'required', takesCertificates: true }
  const options = {
    resource: 'https://shop.example',
    authorizationServers: ['https://login.example'],
    scopes: ['profile', 'orders:read'],
    resourceName: 'Shop',
    resourceDocumentation: 'https://shop.example/docs',
    resourcePolicyUri: 'https://shop.example/policy',
    resourceTosUri: 'https://shop.example/terms',
  }
  expect(toResourceMetadata(describeResource(options, all), ['orders:write', 'orders:read'])).toEqual({
    resource: 'https://shop.example',
    authorization_servers: ['https://login.example'],
    scopes_supported: ['orders:read', 'orders:write', 'profile'],
    bearer_methods_supported: ['header'],
    resource_name: 'Shop',
    resource_documentation: 'https://shop.example/docs',
    resource_policy_uri: 'https://shop.example/policy',
    resource_tos_uri: 'https://shop.example/terms',
    tls_client_certificate_bound_access_tokens: true,
    dpop_signing_alg_values_supported: ['ES256'],
    dpop_bound_access_tokens_required: true,
  })
})

it.each([
  ['https://api.example', 'https://api.example/.well-known/oauth-protected-resource'],
  ['https://api.example/', 'https://api.example/.well-known/oauth-protected-resource'],
  ['https://api.example/v1', 'https://api.example/.well-known/oauth-protected-resource/v1'],
  ['https://api.example/v1?x=1', 'https://api.example/.well-known/oauth-protected-resource/v1?x=1'],
])('the document of %s is at %s', (resource, url) => {
  expect(describeResource({ resource }, facts).url).toBe(url)
})

it.each([
  [{ resource: 'http://api.example' }, 'resourceMetadata.resource'],
  [{ resource: 'https://api.example#x' }, 'resourceMetadata.resource'],
  [{ url: '/metadata' }, 'resourceMetadata.url'],
  [{ authorizationServers: [] }, 'resourceMetadata.authorizationServers'],
  [{ scopes: [''] }, 'resourceMetadata.scopes'],
  [{ resourceName: '' }, 'resourceMetadata.resourceName'],
])('refuses %j', (options, option) => {
  expect(() => describeResource(options, facts)).toThrow(InvalidConfigError)
  expect(() => describeResource(options, facts)).toThrow(expect.objectContaining({ details: { option } }))
})
