import { ProtocolError } from '@auth/core-errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseServerMetadata } from './parse-server-metadata.ts'

const issuer = 'https://a.example'
const good = {
  issuer,
  authorization_endpoint: 'https://a.example/authorize',
  token_endpoint: 'https://b.example/token',
  jwks_uri: 'https://a.example/jwks',
  check_session_iframe: 'https://a.example/session',
  mtls_endpoint_aliases: { token_endpoint: 'https://mtls.a.example/token' },
  scopes_supported: ['openid'],
  code_challenge_methods_supported: ['S256'],
  dpop_signing_alg_values_supported: [],
  authorization_response_iss_parameter_supported: true,
  require_pushed_authorization_requests: false,
  service_documentation: 'http://docs.a.example',
  vp_formats_supported: { jwt_vp: {} },
  request_parameter_supported: 'yes',
}

it('keeps every member under the name that it was published by', () => {
  const metadata = parseServerMetadata(good, {})
  expect(metadata).toEqual(good)
  expect(Object.isFrozen(metadata)).toBe(true)
})

it('takes a member that is null for absent', () => {
  expect(parseServerMetadata({ issuer, token_endpoint: null, scopes_supported: null }, {})).toEqual({ issuer })
})

describe('OAuth 2.1: every endpoint is https', () => {
  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint', 'check_session_iframe', 'a_future_endpoint'])(
    '%s',
    (member) => {
      for (const url of ['http://a.example/x', 'http://127.0.0.1/x', '/x', '', 5, ['https://a.example'], 'javascript:alert(1)'])
        expect(() => parseServerMetadata({ ...good, [member]: url }, {})).toThrow(
          expect.objectContaining({ name: 'ProtocolError', details: { member } }),
        )
      expect(parseServerMetadata({ ...good, [member]: 'http://127.0.0.1/x' }, { allowInsecureLoopback: true })[member]).toBe(
        'http://127.0.0.1/x',
      )
    },
  )

  it.each([
    [['https://a.example']],
    ['https://a.example'],
    [{ token_endpoint: 'http://a.example' }],
    [{ token_endpoint: 'https://a.example', revocation_endpoint: 'http://a.example' }],
    [{ token_endpoint: 1 }],
    [5],
  ])('refuses the mTLS aliases %j', (aliases) => {
    expect(() => parseServerMetadata({ ...good, mtls_endpoint_aliases: aliases }, {})).toThrow(ProtocolError)
  })
})

it.each([
  'scopes_supported',
  'response_types_supported',
  'response_modes_supported',
  'grant_types_supported',
  'acr_values_supported',
  'code_challenge_methods_supported',
  'token_endpoint_auth_methods_supported',
  'introspection_endpoint_auth_methods_supported',
  'id_token_signing_alg_values_supported',
  'dpop_signing_alg_values_supported',
  'backchannel_token_delivery_modes_supported',
])('%s is an array of strings', (member) => {
  for (const value of ['S256', {}, 1, [1], [null], [['S256']]])
    expect(() => parseServerMetadata({ ...good, [member]: value }, {})).toThrow(expect.objectContaining({ details: { member } }))
})

it.each([
  'authorization_response_iss_parameter_supported',
  'require_pushed_authorization_requests',
  'tls_client_certificate_bound_access_tokens',
  'backchannel_logout_supported',
  'backchannel_logout_session_supported',
  'frontchannel_logout_supported',
  'frontchannel_logout_session_supported',
])('%s is true or false', (member) => {
  for (const value of ['true', 1, [], {}])
    expect(() => parseServerMetadata({ ...good, [member]: value }, {})).toThrow(expect.objectContaining({ details: { member } }))
})

it('answers any object with metadata or a ProtocolError', () => {
  const member = fc.constantFrom(...Object.keys(good), 'x_endpoint', '__proto__')
  fc.assert(
    fc.property(fc.dictionary(member, fc.jsonValue()), (document) => {
      try {
        expect(parseServerMetadata(document, {})).toBeTypeOf('object')
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    }),
  )
})
