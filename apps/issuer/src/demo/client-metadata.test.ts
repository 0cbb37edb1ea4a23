import { expect, it } from 'vitest'
import { toClientMetadata } from './client-metadata.ts'
import { createDemoClients } from './demo-clients.ts'

const clients = await createDemoClients()

it('registers the public part of a key only', () => {
  const { keys } = toClientMetadata(clients.serviceKey).jwks ?? { keys: [] }
  expect(keys).toEqual([expect.not.objectContaining({ d: expect.anything() })])
  expect(clients.serviceKey.privateKey).toHaveProperty('d')
})

it('registers clients with redirects as native, whose loopback ports do not matter', () => {
  expect([toClientMetadata(clients.app).application_type, toClientMetadata(clients.device).application_type]).toEqual(['native', 'web'])
})

it('holds the bank to pushed requests and DPoP', () => {
  expect(toClientMetadata(clients.bank)).toMatchObject({ require_pushed_authorization_requests: true, dpop_bound_access_tokens: true })
})

it('gives the single-page application no token that is not bound to a key', () => {
  expect(toClientMetadata(clients.spa)).toMatchObject({ token_endpoint_auth_method: 'none', dpop_bound_access_tokens: true })
  expect(toClientMetadata(clients.app)).not.toHaveProperty('dpop_bound_access_tokens')
})

it('tells the web application of logouts where it says so, and only then', async () => {
  const uri = 'http://127.0.0.1:3000/auth/backchannel-logout'
  const { web } = await createDemoClients({ webBackchannelLogoutUri: uri })
  expect(toClientMetadata(web)).toMatchObject({ backchannel_logout_uri: uri, backchannel_logout_session_required: true })
  expect(toClientMetadata(clients.web)).not.toHaveProperty('backchannel_logout_uri')
})
