import { randomBytes } from 'node:crypto'
import { type JWTHeaderParameters, type JWTPayload, SignJWT, importJWK } from 'jose'
import { Provider } from 'oidc-provider'
import { createDemoClients, type DemoClients } from './demo-clients.ts'
import { demoUsers, type DemoUser } from './demo-users.ts'
import type { Endpoint } from './endpoint.ts'
import type { FailMode } from './failure.ts'
import { createFrontServer, type LoggedRequest } from './front-server.ts'
import { createMemoryAdapter } from './memory-adapter.ts'
import { createProviderConfiguration } from './provider-configuration.ts'
import { type Resource, type ResourceOptions, toResource } from './resources.ts'
import { createSigningKeys, selectSigningJwk, type SigningAlgorithm } from './signing-keys.ts'

/** How the demo issuer is to be; every member has a default. */
export interface IssuerOptions {
  /** The port on 127.0.0.1. @default any free one */
  readonly port?: number | undefined
  /** What an access token is for when the client names no resource. @default 'https://api.example.com' */
  readonly audience?: string | undefined
  /** What the access tokens of the default resource are signed with. @default 'RS256' */
  readonly algorithm?: SigningAlgorithm | undefined
  /** How long the access tokens of the default resource live, in seconds. @default 600 */
  readonly accessTokenTtlSeconds?: number | undefined
  /** More APIs, beside the default one and the opaque one. */
  readonly resources?: readonly ResourceOptions[] | undefined
  /** The clock of `signAccessToken`, in milliseconds; oidc-provider itself runs on the system's. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** A running OpenID provider. */
export interface Issuer extends AsyncDisposable {
  /** Its issuer identifier, which is also its address. */
  readonly issuer: string
  readonly clients: DemoClients
  readonly users: readonly DemoUser[]
  /** The default API (JWT access tokens), the opaque one, then those of the options. */
  readonly resources: readonly [api: Resource, opaque: Resource, ...Resource[]]
  /** Every request that reached it, oldest first. */
  readonly requests: readonly LoggedRequest[]
  /** How many requests reached an endpoint since the start or the last `clearRequests()`. */
  requestCount(endpoint?: Endpoint): number
  clearRequests(): void
  /** Signs with new keys from now on; the former ones stay published unless `dropOld`. */
  rotateKeys(options?: { readonly dropOld?: boolean }): Promise<void>
  /** Fails from now on, as a whole or at one endpoint; `none` ends it. */
  fail(mode: FailMode, options?: { readonly endpoint?: Endpoint | 'all' }): Promise<void>
  /** An access token for the default API, signed with the issuer's own key; the claims and header given replace the good ones. */
  signAccessToken(claims?: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>
  /** Stops at once and leaves nothing behind. */
  close(): Promise<void>
}

/** Starts an OpenID provider in memory, on loopback. */
export async function startIssuer(options: IssuerOptions = {}): Promise<Issuer> {
  const { port = 0, audience = 'https://api.example.com', algorithm = 'RS256', accessTokenTtlSeconds, now = Date.now } = options
  const resources: Issuer['resources'] = [
    toResource({ identifier: audience, algorithm, ttlSeconds: accessTokenTtlSeconds }),
    toResource({ identifier: 'https://opaque.example.com', format: 'opaque' }),
    ...(options.resources ?? []).map(toResource),
  ]
  const front = await createFrontServer(port)
  const parts = {
    clients: await createDemoClients(),
    users: demoUsers,
    resources,
    adapter: createMemoryAdapter(),
    cookieKeys: [randomBytes(32).toString('base64url')],
  }

  let keys = await createSigningKeys()
  const useKeys = (): void => {
    const provider = new Provider(front.origin, createProviderConfiguration(parts, { keys }))
    front.setListener(provider.callback())
  }
  useKeys()

  return {
    issuer: front.origin,
    clients: parts.clients,
    users: parts.users,
    resources,
    requests: front.requests,
    requestCount: (endpoint) => front.requests.filter((request) => endpoint === undefined || request.endpoint === endpoint).length,
    clearRequests: () => front.clearRequests(),
    async rotateKeys({ dropOld = false } = {}) {
      keys = [...(await createSigningKeys()), ...(dropOld ? [] : keys)]
      useKeys()
    },
    fail: (mode, { endpoint = 'all' } = {}) => front.fail(mode, endpoint),
    async signAccessToken(claims = {}, header = {}) {
      const key = selectSigningJwk(keys, algorithm)
      const issuedAt = Math.floor(now() / 1000)
      const good = {
        iss: front.origin,
        aud: audience,
        sub: 'demo-service',
        client_id: 'demo-service',
        iat: issuedAt,
        exp: issuedAt + 600,
        jti: randomBytes(16).toString('base64url'),
        scope: 'orders:read orders:write',
      }
      return new SignJWT({ ...good, ...claims })
        .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid: key.kid, ...header })
        .sign(await importJWK(key, algorithm))
    },
    close: () => front.close(),
    [Symbol.asyncDispose]: () => front.close(),
  }
}
