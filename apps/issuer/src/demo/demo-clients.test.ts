import { expect, it } from 'vitest'
import { createDemoClients, toClientMetadata } from './demo-clients.ts'

const clients = await createDemoClients()

it('names every client so that nobody takes it for a real one', () => {
  for (const { clientId, clientSecret = 'everybody-knows' } of Object.values(clients)) {
    expect(clientId).toMatch(/^demo-/)
    expect(clientSecret).toContain('everybody-knows')
  }
})

it('registers the public part of a key only', () => {
  const { keys } = toClientMetadata(clients.serviceKey).jwks ?? { keys: [] }
  expect(keys).toEqual([expect.not.objectContaining({ d: expect.anything() })])
  expect(clients.serviceKey.privateKey).toHaveProperty('d')
})

it('registers clients with redirects as native, whose loopback ports do not matter', () => {
  expect([toClientMetadata(clients.app).application_type, toClientMetadata(clients.device).application_type]).toEqual(['native', 'web'])
})
