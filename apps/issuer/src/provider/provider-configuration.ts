import type { AdapterFactory, Configuration, JWKS } from 'oidc-provider'
import { toClientMetadata } from '../demo/client-metadata.ts'
import type { DemoClients } from '../demo/demo-clients.ts'
import type { DemoUser } from '../demo/demo-users.ts'
import { acrValues, createInteractionPolicy } from './authentication-context.ts'
import { toEndpointAliases } from './client-certificate.ts'
import { loadExistingGrant } from './grants.ts'
import { renderError } from './page-sources.ts'
import { createProviderFeatures, type FeatureParts } from './provider-features.ts'
import { toTokenClaims } from './token-claims.ts'

/** What the provider is made of, apart from its keys, which change while it runs. */
export interface ProviderParts extends FeatureParts {
  readonly clients: DemoClients
  readonly users: readonly DemoUser[]
  readonly adapter: AdapterFactory
  readonly cookieKeys: readonly string[]
}

/** How long things live, in seconds. */
const lifetimes = { code: 60, pending: 600, idToken: 3600, session: 86_400, token: 600 }

/** The settings of oidc-provider. Whatever it would remark on when left to its default is set, so that it prints nothing. */
export function createProviderConfiguration(parts: ProviderParts, jwks: JWKS): Configuration {
  const { clients, users, adapter, cookieKeys } = parts
  return {
    adapter,
    clients: Object.values(clients).map(toClientMetadata),
    jwks,
    features: createProviderFeatures(parts),
    acrValues,
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
      roles: ['roles'],
      iss: null,
      sid: null,
    },
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
      'none',
    ],
    clientBasedCORS: () => true,
    conformIdTokenClaims: false,
    discovery: toEndpointAliases(parts.mutualTlsOrigin),
    // Cookies of one host are shared by all of its ports: the names must not meet those of an application.
    cookies: { keys: cookieKeys, names: { session: 'issuer_session', interaction: 'issuer_interaction', resume: 'issuer_resume' } },
    enabledJWA: { dPoPSigningAlgValues: ['ES256', 'EdDSA', 'Ed25519', 'RS256', 'PS256', 'ES384', 'ES512'] },
    extraTokenClaims: (ctx, token) => toTokenClaims(users, ctx, token),
    fetch: (input, init) => fetch(input, withoutDispatcher(init)),
    findAccount: (_ctx, id) => findAccount(users, id),
    interactions: { policy: createInteractionPolicy(), url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    loadExistingGrant: (ctx) => loadExistingGrant(users, ctx),
    pkce: { required: () => true },
    renderError,
    responseTypes: ['code'],
    rotateRefreshToken: true,
    scopes: ['openid', 'offline_access'],
    ttl: {
      AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? lifetimes.token,
      ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? lifetimes.token,
      AuthorizationCode: lifetimes.code,
      BackchannelAuthenticationRequest: lifetimes.pending,
      DeviceCode: lifetimes.pending,
      Grant: lifetimes.session,
      IdToken: lifetimes.idToken,
      Interaction: lifetimes.pending,
      RefreshToken: lifetimes.session,
      Session: lifetimes.session,
    },
  }
}

function findAccount(users: readonly DemoUser[], id: string) {
  const user = users.find((candidate) => candidate.id === id)
  if (user === undefined) return undefined
  const { username, name, email, roles } = user
  const claims = { sub: id, name, preferred_username: username, email, email_verified: true, roles }
  return { accountId: id, claims: () => claims }
}

/** The dispatcher refuses private addresses, and the applications of a demo are on loopback. */
function withoutDispatcher(init: RequestInit = {}): RequestInit {
  return Object.fromEntries(Object.entries(init).filter(([name]) => name !== 'dispatcher'))
}
