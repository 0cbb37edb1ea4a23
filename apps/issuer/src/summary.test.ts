import { expect, it } from 'vitest'
import { createDemoClients } from './demo/demo-clients.ts'
import { demoUsers } from './demo/demo-users.ts'
import { toResource } from './demo/resources.ts'
import { toSummary } from './summary.ts'

const api = toResource({ identifier: 'https://api.example.com' })
const summary = toSummary({ issuer: 'http://127.0.0.1:4400', clients: await createDemoClients(), users: demoUsers, resources: [api, api] })

it('names the addresses, the people, the clients and the APIs in columns', () => {
  expect(summary).toContain('metadata  http://127.0.0.1:4400/.well-known/openid-configuration')
  expect(summary).toMatch(/Ada Byron {6}ada {4}demo-ada\n/)
  expect(summary).toMatch(/demo-service {13}client_secret_basic {2}demo-service-secret-that-everybody-knows\n/)
  expect(summary).toContain('https://api.example.com  RS256  orders:read orders:write')
})

it('ends no line in a space', () => {
  expect(summary).not.toMatch(/ \n/)
})
