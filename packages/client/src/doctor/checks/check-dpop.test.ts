import { expect, it } from 'vitest'
import { createFacts, list, read, withMetadata } from '../../../test/doctor/create-facts.ts'
import type { GrantFacts } from '../facts.ts'
import { checkDPoP } from './check-dpop.ts'

const granted: GrantFacts['outcome'] = { kind: 'granted', tokenType: 'DPoP', expiresInSeconds: 60, scopes: [] }
const refused = (code: string, oauthError?: string): GrantFacts['outcome'] => ({
  kind: 'refused',
  code: code as never,
  oauthError,
  status: 400,
})
const proven = { method: 'client_secret_basic', isProven: true, requests: 1, askedForNonce: false }
const tried = (more: Partial<GrantFacts>) => ({ clientId: 'c', hasSecret: true, attempts: [{ ...proven, outcome: granted, ...more }] })
const announced = { dpop_signing_alg_values_supported: ['ES256', 'RS256'] }

it('tells whether it is announced, and with what', () => {
  expect(list(checkDPoP(createFacts()))).toEqual(['dpop.not_announced note'])
  expect(read(checkDPoP(withMetadata(announced)), 'dpop.announced')).toMatch(/ES256, RS256/)
  const findings = checkDPoP(withMetadata({ dpop_signing_alg_values_supported: ['PS256'] }))
  expect(read(findings, 'dpop.algorithm')).toMatch(/dpop: { enabled: true, algorithm: PS256 }/)
})

it.each<[string, Partial<GrantFacts>, RegExp]>([
  ['granted good', {}, /no nonce was asked for/],
  ['granted good', { requests: 2, askedForNonce: true }, /after a nonce was asked for and answered \(2 requests\)/],
  ['refused problem', { outcome: refused('DPOP_6002', 'invalid_dpop_proof') }, /invalid_dpop_proof.*clocks/],
  ['ignored problem', { outcome: refused('SRV_5003') }, /not bound to the key/],
])('tells what came of a real proof: %s', (expected, attempt, words) => {
  const findings = checkDPoP(withMetadata(announced, { client: tried(attempt) }))
  expect(list(findings)).toEqual(['dpop.announced good', `dpop.${expected}`])
  expect(read(findings, `dpop.${expected.split(' ')[0] ?? ''}`)).toMatch(words)
})

it('is skipped without metadata', () => {
  expect(list(checkDPoP(createFacts({ verdict: { kind: 'bad', member: undefined } })))).toEqual(['dpop.skipped skipped'])
})
