import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BoundedLabels, type LabelName } from './bounded-labels.ts'

const toAttributes = (event: object, ...names: LabelName[]): object => new BoundedLabels().toAttributes({ ...event }, names)

describe('BoundedLabels', () => {
  it.each([
    ['endpoint', { kind: 'tokenEndpoint' }, { 'auth.endpoint': 'tokenEndpoint' }],
    ['server', { origin: 'https://id.example:8443' }, { 'server.address': 'id.example:8443' }],
    ['server', { source: 'https://id.example/keys?p=policy&secret=x' }, { 'server.address': 'id.example' }],
    ['server', { source: 'http://[::1]:3000/keys' }, { 'server.address': '[::1]:3000' }],
    ['status', { statusCode: 503 }, { 'http.response.status_code': 503 }],
    ['code', { code: 'NET_3002' }, { 'error.type': 'NET_3002' }],
    ['code', { error: { code: 'SRV_5002', message: 'with words' } }, { 'error.type': 'SRV_5002' }],
    ['code', { error: new Error('no code') }, { 'error.type': 'other' }],
    ['check', { check: 'required_claims' }, { 'auth.check': 'required_claims' }],
    ['scheme', { scheme: 'DPoP' }, { 'auth.scheme': 'DPoP' }],
    [
      'grant',
      { grant: 'urn:ietf:params:oauth:grant-type:token-exchange' },
      { 'auth.grant_type': 'urn:ietf:params:oauth:grant-type:token-exchange' },
    ],
    ['grant', { grant: 'urn:openid:params:grant-type:ciba' }, { 'auth.grant_type': 'urn:openid:params:grant-type:ciba' }],
    ['method', { method: 'POST' }, { 'http.request.method': 'POST' }],
  ] as const)('%s of %j is %j', (name, event, expected) => {
    expect(toAttributes(event, name)).toEqual(expected)
  })

  it('leaves out what an event does not have', () => {
    expect(toAttributes({ statusCode: undefined }, 'status', 'code', 'check', 'server')).toEqual({})
  })

  it.each([
    ['check', { check: 'eyJhbGciOiJSUzI1NiJ9.e30.x' }],
    ['check', { check: 'sub 42' }],
    ['endpoint', { kind: 'https://id.example/token?code=1' }],
    ['method', { method: 'get it' }],
    ['status', { statusCode: 9 }],
    ['reason', { reason: { of: 'another kind' } }],
    ['scheme', { scheme: 'Basic' }],
  ] as const)('%s of %j is other', (name, event) => {
    expect(Object.values(toAttributes(event, name))).toEqual(['other'])
  })

  it('keeps to the first 64 values of a label', () => {
    const labels = new BoundedLabels()
    const values = Array.from({ length: 200 }, (_, index) => labels.toAttributes({ kind: `kind-${index}` }, ['endpoint'])['auth.endpoint'])
    expect(new Set(values).size).toBe(65)
    expect(values.slice(0, 64)).not.toContain('other')
    expect(values.slice(64)).toEqual(Array.from({ length: 136 }, () => 'other'))
    expect(labels.toAttributes({ kind: 'kind-7' }, ['endpoint'])).toEqual({ 'auth.endpoint': 'kind-7' })
  })

  it('property: whatever comes, there are at most 65 values, each short', () => {
    const names = ['endpoint', 'server', 'method', 'status', 'code', 'check', 'scheme', 'grant', 'reason', 'operation'] as const
    const word = fc.oneof(fc.string(), fc.stringMatching(/^[a-z_]{1,8}$/), fc.anything())
    const event = fc.record({
      kind: word,
      origin: fc.webUrl(),
      method: word,
      statusCode: fc.anything(),
      code: word,
      check: word,
      grant: word,
    })
    fc.assert(
      fc.property(fc.array(event, { minLength: 100, maxLength: 200 }), (events) => {
        const labels = new BoundedLabels()
        const all = events.map((each) => labels.toAttributes(each, names))
        for (const attribute of ['auth.endpoint', 'server.address', 'auth.check', 'auth.grant_type', 'error.type']) {
          const values = new Set(all.map((attributes) => attributes[attribute]))
          expect(values.size).toBeLessThanOrEqual(66) // undefined where it is left out
          for (const value of values) expect(String(value).length).toBeLessThanOrEqual(300)
        }
      }),
      { numRuns: 30 },
    )
  })
})
