import { expect, it } from 'vitest'
import { createFacts, list, read, withMetadata } from '../../../test/doctor/create-facts.ts'
import type { ClientFacts, GrantFacts } from '../facts.ts'
import { checkClient } from './check-client.ts'

const attempt: GrantFacts = {
  method: 'client_secret_basic',
  isProven: false,
  requests: 1,
  askedForNonce: false,
  outcome: { kind: 'granted', tokenType: 'Bearer', expiresInSeconds: 600, scopes: ['a', 'b'] },
}
const client: ClientFacts = { clientId: 'shop', hasSecret: true, attempts: [attempt] }
const refused = (more: object): ClientFacts => ({
  ...client,
  attempts: [{ ...attempt, outcome: { kind: 'refused', code: 'AUTH_1004', oauthError: undefined, status: undefined, ...more } as never }],
})

it('tells what token the client got', () => {
  expect(read(checkClient(createFacts({ client })), 'client.granted')).toBe(
    'by client_secret_basic the client got a token: Bearer, for 600 s, scopes a, b',
  )
})

it.each([
  ['invalid_client', /id and secret/],
  ['unauthorized_client', /allow the client-credentials grant/],
  ['invalid_scope', /--scope/],
  ['invalid_target', /--audience/],
  ['use_dpop_nonce', /dpop: { enabled: true }/],
])('tells what to do about %s', (oauthError, words) => {
  expect(read(checkClient(createFacts({ client: refused({ oauthError, status: 400 }) })), 'client.refused')).toMatch(words)
})

it.each([
  [{ oauthError: 'whatever the provider writes', status: 400 }, /no token: 400/],
  [{ oauthError: 'constructor', status: 400 }, /no token: 400/],
  [{ code: 'NET_3002' }, /no token: NET_3002/],
])('does not repeat a word that is not known: %j', (outcome, words) => {
  const text = read(checkClient(createFacts({ client: refused(outcome) })), 'client.refused')
  expect(text).toMatch(words)
  expect(text).not.toMatch(/whatever|constructor/)
})

it.each([
  ['none skipped', createFacts()],
  ['skipped skipped', createFacts({ client, verdict: { kind: 'bad', member: undefined } })],
  ['public skipped', createFacts({ client: { ...client, hasSecret: false, attempts: [] } })],
  ['no_grant skipped', withMetadata({ grant_types_supported: ['authorization_code'] }, { client })],
  ['no_token_endpoint skipped', withMetadata({ token_endpoint: undefined } as never, { client: { ...client, attempts: [] } })],
  ['no_method problem', withMetadata({ token_endpoint_auth_methods_supported: ['private_key_jwt'] }, { client })],
])('%s', (expected, facts) => {
  expect(list(checkClient(facts))).toEqual([`client.${expected}`])
})

it('is content with one way that works', () => {
  const attempts = [...refused({ oauthError: 'invalid_client' }).attempts, { ...attempt, method: 'client_secret_post' }]
  expect(list(checkClient(createFacts({ client: { ...client, attempts } })))).toEqual(['client.granted good'])
})
