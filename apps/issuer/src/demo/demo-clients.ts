import { grantTypes } from '../provider/grant-types.ts'
import { createSigningJwk, type SigningJwk } from '../provider/signing-keys.ts'

type SecretAuthentication = 'client_secret_basic' | 'client_secret_post' | 'client_secret_jwt'

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
  /** Whether it gets no token that is not bound to a key. */
  readonly isDPoPBound?: boolean
  /** Loopback addresses without a port: any port will do (RFC 8252 §7.3). */
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
  /** Where the issuer tells it that a session has ended (OpenID Connect Back-Channel Logout). */
  readonly backchannelLogoutUri?: string | undefined
}

type WithSecret = DemoClient & { readonly clientSecret: string }
type WithKey = DemoClient & { readonly privateKey: SigningJwk }

/** The clients of the demo issuer by the part that they play. */
export interface DemoClients {
  /** Client credentials and token exchange with `client_secret_basic`. */
  readonly service: WithSecret
  /** Client credentials with `client_secret_post`. */
  readonly servicePost: WithSecret
  /** Client credentials with `client_secret_jwt`. */
  readonly serviceSecretJwt: WithSecret
  /** Client credentials and JWT assertions as grants, with `private_key_jwt`. */
  readonly serviceKey: WithKey
  /** Client credentials with `tls_client_auth`; its tokens are bound to `demoCertificate`. */
  readonly serviceTls: DemoClient
  /** A public client with code and PKCE. */
  readonly app: DemoClient
  /** A public single-page application, whose tokens are bound to a key of its browser's. */
  readonly spa: DemoClient
  /** A confidential web application with code, refresh tokens and logout. */
  readonly web: WithSecret
  /** A web application held to the FAPI 2 Security Profile: pushed requests, `private_key_jwt` and DPoP, nothing less. */
  readonly bank: WithKey
  /** A public client without a browser (RFC 8628). */
  readonly device: DemoClient
  /** A confidential client that asks for consent on another device (CIBA, poll). */
  readonly callCenter: WithSecret
  /** The API itself, for introspection. */
  readonly api: WithSecret
}

const callbackPaths = ['/', '/callback', '/auth/callback', '/api/auth/callback']
const signedOutPaths = ['/', '/signed-out', '/auth/signed-out']

interface Row {
  readonly id: string
  readonly name: string
  readonly grantTypes: readonly string[]
}

/** What the demo's clients are told of where they run. */
export interface DemoClientOptions {
  /** More paths on loopback that the clients with a browser may be sent back to. */
  readonly callbackPaths?: readonly string[] | undefined
  /** Where the client `web` is told that a session has ended. */
  readonly webBackchannelLogoutUri?: string | undefined
}

/** The demo's clients; only the keys differ from one start to the next. */
export async function createDemoClients(options: DemoClientOptions = {}): Promise<DemoClients> {
  const { callbackPaths: moreCallbackPaths = [], webBackchannelLogoutUri: backchannelLogoutUri } = options
  const { clientCredentials, tokenExchange, jwtBearer, code, refresh, device, ciba } = grantTypes
  const base = ({ id, name, grantTypes }: Row) => {
    const toUris = (paths: readonly string[]) => (grantTypes.includes(code) ? toLoopbackUris(paths) : [])
    const redirectUris = toUris([...callbackPaths, ...moreCallbackPaths])
    return { clientId: `demo-${id}`, name: `Example ${name}`, grantTypes, redirectUris, postLogoutRedirectUris: toUris(signedOutPaths) }
  }
  const open = (row: Row) => ({ ...base(row), authentication: 'none' as const })
  const withSecret = (row: Row, authentication: SecretAuthentication = 'client_secret_basic') => {
    return { ...base(row), authentication, clientSecret: `demo-${row.id}-secret-that-everybody-knows` }
  }
  const withKey = async (row: Row) => {
    const privateKey = await createSigningJwk('ES256', { alg: 'ES256' })
    return { ...base(row), authentication: 'private_key_jwt' as const, privateKey }
  }
  const machine = [clientCredentials]
  return {
    service: withSecret({ id: 'service', name: 'service', grantTypes: [clientCredentials, tokenExchange] }),
    servicePost: withSecret({ id: 'service-post', name: 'service, secret in the body', grantTypes: machine }, 'client_secret_post'),
    serviceSecretJwt: withSecret({ id: 'service-secret-jwt', name: 'service, secret as a key', grantTypes: machine }, 'client_secret_jwt'),
    serviceKey: await withKey({ id: 'service-key', name: 'service with a key', grantTypes: [clientCredentials, jwtBearer] }),
    serviceTls: {
      ...base({ id: 'service-tls', name: 'service with a certificate', grantTypes: machine }),
      authentication: 'tls_client_auth',
    },
    app: open({ id: 'app', name: 'app', grantTypes: [code, refresh] }),
    spa: { ...open({ id: 'spa', name: 'single-page application', grantTypes: [code, refresh] }), isDPoPBound: true },
    web: { ...withSecret({ id: 'web', name: 'web application', grantTypes: [code, refresh] }), backchannelLogoutUri },
    bank: await withKey({ id: 'bank', name: 'bank', grantTypes: [code, refresh] }),
    device: open({ id: 'tv', name: 'TV', grantTypes: [device, refresh] }),
    callCenter: withSecret({ id: 'call-center', name: 'call centre', grantTypes: [ciba, refresh] }),
    api: withSecret({ id: 'api', name: 'API', grantTypes: machine }),
  }
}

function toLoopbackUris(paths: readonly string[]): readonly string[] {
  return ['http://127.0.0.1', 'http://localhost'].flatMap((host) => paths.map((path) => `${host}${path}`))
}
