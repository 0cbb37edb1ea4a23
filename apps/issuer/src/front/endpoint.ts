/** The parts of the issuer that can be counted and made to fail on their own. */
export type Endpoint =
  | 'discovery'
  | 'jwks'
  | 'authorization'
  | 'token'
  | 'pushed_authorization_request'
  | 'introspection'
  | 'revocation'
  | 'userinfo'
  | 'device_authorization'
  | 'device'
  | 'backchannel_authentication'
  | 'registration'
  | 'end_session'
  | 'interaction'
  | 'other'

/** Longest prefix first, so that `/token/revocation` is not taken for the token endpoint. */
const endpointByPath: readonly (readonly [path: string, endpoint: Endpoint])[] = [
  ['/.well-known/openid-configuration', 'discovery'],
  ['/.well-known/oauth-authorization-server', 'discovery'],
  ['/jwks', 'jwks'],
  ['/token/introspection', 'introspection'],
  ['/token/revocation', 'revocation'],
  ['/token', 'token'],
  ['/request', 'pushed_authorization_request'],
  ['/me', 'userinfo'],
  ['/device/auth', 'device_authorization'],
  ['/device', 'device'],
  ['/backchannel', 'backchannel_authentication'],
  ['/reg', 'registration'],
  ['/session/end', 'end_session'],
  ['/auth', 'authorization'],
  ['/interaction', 'interaction'],
]

/** Which endpoint a request's path (with or without a query) belongs to. */
export function toEndpoint(url: string): Endpoint {
  const [path = ''] = url.split('?')
  return endpointByPath.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))?.[1] ?? 'other'
}
