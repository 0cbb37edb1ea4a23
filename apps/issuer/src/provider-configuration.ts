import { type Configuration, errors, type AdapterFactory, type JWKS } from 'oidc-provider'
import { type DemoClients, toClientMetadata } from './demo-clients.ts'
import type { DemoUser } from './demo-users.ts'
import type { Resource } from './resources.ts'

/** What the provider is made of, apart from its keys, which change while it runs. */
export interface ProviderParts {
  readonly clients: DemoClients
  readonly users: readonly DemoUser[]
  /** The first one is what a token is for when a client names none. */
  readonly resources: readonly [Resource, ...Resource[]]
  readonly adapter: AdapterFactory
  readonly cookieKeys: readonly string[]
}

/** The settings of oidc-provider; everything that it would remark on at run time is set. */
export function createProviderConfiguration(parts: ProviderParts, jwks: JWKS): Configuration {
  return {
    adapter: parts.adapter,
    clients: Object.values(parts.clients).map(toClientMetadata),
    cookies: { keys: parts.cookieKeys },
    jwks,
    responseTypes: ['code'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: createResourceIndicators(parts.resources),
    },
    ttl: { ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? 600 },
  }
}

function createResourceIndicators([defaultResource, ...others]: ProviderParts['resources']) {
  const resources = [defaultResource, ...others]
  return {
    enabled: true,
    defaultResource: () => defaultResource.identifier,
    useGrantedResource: () => true,
    getResourceServerInfo(_ctx: unknown, identifier: string) {
      const resource = resources.find((candidate) => candidate.identifier === identifier)
      if (resource === undefined) throw new errors.InvalidTarget()
      return {
        scope: resource.scopes.join(' '),
        audience: resource.audience,
        accessTokenTTL: resource.ttlSeconds,
        accessTokenFormat: resource.format,
        ...(resource.format === 'jwt' ? { jwt: { sign: { alg: resource.algorithm } } } : {}),
      }
    },
  }
}
