import type { ClientMetadata } from 'oidc-provider'
import { createSigningJwk, type SigningJwk } from './signing-keys.ts'

/** A client of the demo issuer. Its secret is public on purpose. */
export interface DemoClient {
  readonly clientId: string
  readonly clientSecret?: string
  /** The private key of a client that signs its assertions: ES256, made anew at every start. */
  readonly privateKey?: SigningJwk
  /** How it authenticates at the token endpoint. */
  readonly authentication: 'client_secret_basic' | 'client_secret_post' | 'client_secret_jwt' | 'private_key_jwt' | 'none'
  readonly grantTypes: readonly string[]
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
  /** What it is for, in a few words. */
  readonly purpose: string
}

/** The clients of the demo issuer by the part that they play. */
export interface DemoClients {
  /** Client credentials with `client_secret_basic`. */
  readonly service: DemoClient & { readonly clientSecret: string }
  /** Client credentials with `client_secret_post`. */
  readonly servicePost: DemoClient & { readonly clientSecret: string }
  /** Client credentials with `client_secret_jwt`. */
  readonly serviceSecretJwt: DemoClient & { readonly clientSecret: string }
  /** Client credentials with `private_key_jwt`. */
  readonly serviceKey: DemoClient & { readonly privateKey: SigningJwk }
  /** A public client with code and PKCE, loopback redirects on any port. */
  readonly app: DemoClient
  /** A confidential web application with code, refresh tokens and logout. */
  readonly web: DemoClient & { readonly clientSecret: string }
  /** A public client without a browser (RFC 8628). */
  readonly device: DemoClient
  /** A confidential client that asks for consent on another device (CIBA, poll). */
  readonly callCenter: DemoClient & { readonly clientSecret: string }
  /** The API itself, for introspection. */
  readonly api: DemoClient & { readonly clientSecret: string }
}

const grants = {
  code: 'authorization_code',
  refresh: 'refresh_token',
  clientCredentials: 'client_credentials',
  device: 'urn:ietf:params:oauth:grant-type:device_code',
  ciba: 'urn:openid:params:grant-type:ciba',
}

// A native client's loopback redirect matches on every port (RFC 8252 §7.3), which is what tests with free ports need.
const callbackPaths = ['/callback', '/auth/callback', '/api/auth/callback', '/']
const hosts = ['http://127.0.0.1', 'http://localhost']
const redirectUris = hosts.flatMap((host) => callbackPaths.map((path) => `${host}${path}`))
const postLogoutRedirectUris = hosts.flatMap((host) => [`${host}/`, `${host}/signed-out`])
const browser = { redirectUris, postLogoutRedirectUris }
const headless = { redirectUris: [], postLogoutRedirectUris: [] }

/** The demo's clients; only the private key of `serviceKey` differs from one start to the next. */
export async function createDemoClients(): Promise<DemoClients> {
  const secret = (clientId: string) => ({ clientId, clientSecret: `${clientId}-secret-known-to-everybody-0123456789` })
  const machine = { ...headless, grantTypes: [grants.clientCredentials] }
  return {
    service: { ...secret('demo-service'), ...machine, authentication: 'client_secret_basic', purpose: 'a service with a secret' },
    servicePost: {
      ...secret('demo-service-post'),
      ...machine,
      authentication: 'client_secret_post',
      purpose: 'a service, secret in the body',
    },
    serviceSecretJwt: {
      ...secret('demo-service-secret-jwt'),
      ...machine,
      authentication: 'client_secret_jwt',
      purpose: 'a service, secret as HMAC key',
    },
    serviceKey: {
      clientId: 'demo-service-key',
      privateKey: await createSigningJwk('ES256', { alg: 'ES256' }),
      ...machine,
      authentication: 'private_key_jwt',
      purpose: 'a service with a key',
    },
    app: {
      clientId: 'demo-app',
      ...browser,
      grantTypes: [grants.code, grants.refresh],
      authentication: 'none',
      purpose: 'an app on a desk or in a browser',
    },
    web: {
      ...secret('demo-web'),
      ...browser,
      grantTypes: [grants.code, grants.refresh],
      authentication: 'client_secret_basic',
      purpose: 'a web application',
    },
    device: {
      clientId: 'demo-tv',
      ...headless,
      grantTypes: [grants.device, grants.refresh],
      authentication: 'none',
      purpose: 'a device without a browser',
    },
    callCenter: {
      ...secret('demo-call-center'),
      ...headless,
      grantTypes: [grants.ciba, grants.refresh],
      authentication: 'client_secret_basic',
      purpose: 'asks for consent on a phone',
    },
    api: { ...secret('demo-api'), ...machine, authentication: 'client_secret_basic', purpose: 'the API, for introspection' },
  }
}

/** A demo client as oidc-provider wants it registered. */
export function toClientMetadata(client: DemoClient): ClientMetadata {
  const usesCode = client.grantTypes.includes(grants.code)
  return {
    client_id: client.clientId,
    client_name: `Demo: ${client.purpose}`,
    client_secret: client.clientSecret,
    token_endpoint_auth_method: client.authentication,
    grant_types: client.grantTypes,
    response_types: usesCode ? ['code'] : [],
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    application_type: usesCode ? 'native' : 'web',
    ...(client.privateKey === undefined ? {} : { jwks: { keys: [toPublicJwk(client.privateKey)] } }),
    ...(client.grantTypes.includes(grants.ciba) ? { backchannel_token_delivery_mode: 'poll' as const } : {}),
  }
}

function toPublicJwk({ kty, kid, alg, crv, x, y }: SigningJwk) {
  return { kty, kid, alg, crv, x, y, use: 'sig' }
}
