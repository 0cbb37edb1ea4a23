import { expect, it } from 'vitest'
import { createDemoClients } from './demo-clients.ts'

const clients = await createDemoClients({ callbackPaths: ['/login/callback'] })

it('names every client so that nobody takes it for a real one', () => {
  for (const { clientId, clientSecret = 'everybody-knows' } of Object.values(clients)) {
    expect(clientId).toMatch(/^demo-/)
    expect(clientSecret).toContain('everybody-knows')
  }
})

it('sends clients with a browser, and no others, back to loopback', () => {
  expect(clients.app.redirectUris).toEqual(expect.arrayContaining(['http://127.0.0.1/callback', 'http://localhost/login/callback']))
  expect([clients.service.redirectUris, clients.device.redirectUris]).toEqual([[], []])
})
