import type { ClientMetadata } from 'oidc-provider'
import { createSigningJwk, type SigningJwk, toPublicJwk } from '../provider/signing-keys.ts'

/** A client of the demo issuer. Its secret is public on purpose. */
export interface DemoClient {
  readonly clientId: string
  /** What people see. */
  readonly name: string
  readonly clientSecret?: string
  /** The private key of a client that signs its assertions: ES256, made anew at every start. */
  readonly privateKey?: SigningJwk
  /** How it authenticates at the token endpoint. */
  readonly authentication:
    | 'client_secret_basic'
    | 'client_secret_post'
    | 'client_secret_jwt'
    | 'private_key_jwt'
    | 'tls_client_auth'
    | 'none'
  readonly grantTypes: readonly string[]
  /** Loopback addresses without a port: any port will do (RFC 8252 §7.3). */
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
}

type WithSecret = DemoClient & { readonly clientSecret: string }

/** The clients of the demo issuer by the part that they play. */
export interface DemoClients {
  /** Client credentials and token exchange with `client_secret_basic`. */
  readonly service: WithSecret
  /** Client credentials with `client_secret_post`. */
  readonly servicePost: WithSecret
  /** Client credentials with `client_secret_jwt`. */
  readonly serviceSecretJwt: WithSecret
  /** Client credentials and JWT assertions as grants, with `private_key_jwt`. */
  readonly serviceKey: DemoClient & { readonly privateKey: SigningJwk }
  /** Client credentials with `tls_client_auth`; its tokens are bound to `demoCertificate`. */
  readonly serviceTls: DemoClient
  /** A public client with code and PKCE. */
  readonly app: DemoClient
  /** A confidential web application with code, refresh tokens and logout. */
  readonly web: WithSecret
  /** A public client without a browser (RFC 8628). */
  readonly device: DemoClient
  /** A confidential client that asks for consent on another device (CIBA, poll). */
  readonly callCenter: WithSecret
  /** The API itself, for introspection. */
  readonly api: WithSecret
}

const grants = {
  code: 'authorization_code',
  refresh: 'refresh_token',
  clientCredentials: 'client_credentials',
  device: 'urn:ietf:params:oauth:grant-type:device_code',
  ciba: 'urn:openid:params:grant-type:ciba',
  tokenExchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
  jwtBearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
}

const hosts = ['http://127.0.0.1', 'http://localhost']
const withPaths = (...paths: readonly string[]): readonly string[] => hosts.flatMap((host) => paths.map((path) => `${host}${path}`))

const headless = { redirectUris: [], postLogoutRedirectUris: [] }
const machine = { ...headless, grantTypes: [grants.clientCredentials] }
const browser = {
  redirectUris: withPaths('/', '/callback', '/auth/callback', '/api/auth/callback'),
  postLogoutRedirectUris: withPaths('/', '/signed-out'),
  grantTypes: [grants.code, grants.refresh],
}
const withSecret = (clientId: string) => ({ clientId, clientSecret: `${clientId}-secret-that-everybody-knows` })

/** The demo's clients; only the private key of `serviceKey` differs from one start to the next. */
export async function createDemoClients(): Promise<DemoClients> {
  const basic = { authentication: 'client_secret_basic' } as const
  const open = { authentication: 'none' } as const
  return {
    service: {
      ...withSecret('demo-service'),
      name: 'Example service',
      ...machine,
      ...basic,
      grantTypes: [grants.clientCredentials, grants.tokenExchange],
    },
    servicePost: {
      ...withSecret('demo-service-post'),
      name: 'Example service, secret in the body',
      ...machine,
      authentication: 'client_secret_post',
    },
    serviceSecretJwt: {
      ...withSecret('demo-service-secret-jwt'),
      name: 'Example service, secret as a key',
      ...machine,
      authentication: 'client_secret_jwt',
    },
    serviceKey: {
      clientId: 'demo-service-key',
      name: 'Example service with a key',
      privateKey: await createSigningJwk('ES256', { alg: 'ES256' }),
      ...machine,
      authentication: 'private_key_jwt',
      grantTypes: [grants.clientCredentials, grants.jwtBearer],
    },
    serviceTls: { clientId: 'demo-service-tls', name: 'Example service with a certificate', ...machine, authentication: 'tls_client_auth' },
    app: { clientId: 'demo-app', name: 'Example app', ...browser, ...open },
    web: { ...withSecret('demo-web'), name: 'Example web application', ...browser, ...basic },
    device: { clientId: 'demo-tv', name: 'Example TV', ...headless, ...open, grantTypes: [grants.device, grants.refresh] },
    callCenter: {
      ...withSecret('demo-call-center'),
      name: 'Example call centre',
      ...headless,
      ...basic,
      grantTypes: [grants.ciba, grants.refresh],
    },
    api: { ...withSecret('demo-api'), name: 'Example API', ...machine, ...basic },
  }
}

/** A demo client as oidc-provider wants it registered. */
export function toClientMetadata(client: DemoClient): ClientMetadata {
  const usesCode = client.grantTypes.includes(grants.code)
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
    ...(client.privateKey === undefined ? {} : { jwks: { keys: [toPublicJwk(client.privateKey)] } }),
    ...(client.authentication === 'tls_client_auth' ? certificateBound(client.clientId) : {}),
    ...(client.grantTypes.includes(grants.ciba) ? { backchannel_token_delivery_mode: 'poll' as const } : {}),
  }
}

function certificateBound(commonName: string): Partial<ClientMetadata> {
  return { tls_client_auth_subject_dn: `CN=${commonName}`, tls_client_certificate_bound_access_tokens: true }
}
