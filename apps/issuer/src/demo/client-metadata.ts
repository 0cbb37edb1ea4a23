import type { ClientMetadata } from 'oidc-provider'
import { grantTypes } from '../provider/grant-types.ts'
import { toPublicJwk } from '../provider/signing-keys.ts'
import type { DemoClient } from './demo-clients.ts'

/** The client that is held to the FAPI 2 Security Profile. */
export const fapiClientId = 'demo-bank'

/** A demo client as oidc-provider wants it registered. */
export function toClientMetadata(client: DemoClient): ClientMetadata {
  const usesCode = client.redirectUris.length > 0
  return {
    client_id: client.clientId,
    client_name: client.name,
    client_secret: client.clientSecret,
    token_endpoint_auth_method: client.authentication,
    grant_types: client.grantTypes,
    response_types: usesCode ? ['code'] : [],
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    authorization_details_types: ['payment'],
    application_type: usesCode ? 'native' : 'web', // only a native client's redirects match on every port
    backchannel_token_delivery_mode: client.grantTypes.includes(grantTypes.ciba) ? 'poll' : undefined,
    ...(client.backchannelLogoutUri === undefined ? {} : toldOfLogouts(client.backchannelLogoutUri)),
    ...(client.isDPoPBound ? { dpop_bound_access_tokens: true } : {}),
    ...(client.privateKey === undefined ? {} : { jwks: { keys: [toPublicJwk(client.privateKey)] } }),
    ...(client.authentication === 'tls_client_auth' ? certificateBound(client.clientId) : {}),
    ...(client.clientId === fapiClientId ? fapi : {}),
  }
}

const fapi: Partial<ClientMetadata> = {
  require_pushed_authorization_requests: true,
  dpop_bound_access_tokens: true,
  id_token_signed_response_alg: 'PS256',
}

function certificateBound(commonName: string): Partial<ClientMetadata> {
  return { tls_client_auth_subject_dn: `CN=${commonName}`, tls_client_certificate_bound_access_tokens: true }
}

function toldOfLogouts(uri: string): Partial<ClientMetadata> {
  return { backchannel_logout_uri: uri, backchannel_logout_session_required: true }
}
