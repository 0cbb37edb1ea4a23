/** The endpoints of a provider: their names in a configuration, and in the provider's metadata. */
export const endpointMembers = {
  authorizationEndpoint: 'authorization_endpoint',
  tokenEndpoint: 'token_endpoint',
  jwksUri: 'jwks_uri',
  userinfoEndpoint: 'userinfo_endpoint',
  revocationEndpoint: 'revocation_endpoint',
  introspectionEndpoint: 'introspection_endpoint',
  registrationEndpoint: 'registration_endpoint',
  endSessionEndpoint: 'end_session_endpoint',
  pushedAuthorizationRequestEndpoint: 'pushed_authorization_request_endpoint',
  deviceAuthorizationEndpoint: 'device_authorization_endpoint',
  backchannelAuthenticationEndpoint: 'backchannel_authentication_endpoint',
} as const

/** The name of an endpoint in a configuration. */
export type EndpointName = keyof typeof endpointMembers

/** Endpoints that are known beforehand; what is left out is discovered. */
export type EndpointConfig = { readonly [Name in EndpointName]?: string | undefined }
