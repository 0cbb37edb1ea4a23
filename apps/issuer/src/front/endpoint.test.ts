import { expect, it } from 'vitest'
import { toEndpoint } from './endpoint.ts'

it.each([
  ['/.well-known/openid-configuration', 'discovery'],
  ['/.well-known/oauth-authorization-server', 'discovery'],
  ['/jwks?x=1', 'jwks'],
  ['/token', 'token'],
  ['/token/introspection', 'introspection'],
  ['/token/revocation', 'revocation'],
  ['/request', 'pushed_authorization_request'],
  ['/auth/some-id', 'authorization'],
  ['/device/auth', 'device_authorization'],
  ['/device/some-id', 'device'],
  ['/session/end/confirm', 'end_session'],
  ['/tokens', 'other'],
  ['/', 'other'],
])('takes %s for %s', (path, endpoint) => {
  expect(toEndpoint(path)).toBe(endpoint)
})
