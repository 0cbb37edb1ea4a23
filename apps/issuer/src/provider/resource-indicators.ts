import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider'
import type { Resource } from '../demo/resources.ts'
import { toWords } from './to-words.ts'

/** The resources of an issuer; the first one is what a token is for when a client names none. */
export type Resources = readonly [Resource, ...Resource[]]

/** Which API a token is for (RFC 8707), as settings of oidc-provider. */
export function createResourceIndicators(resources: Resources) {
  const apiScopes = new Set(resources.flatMap(({ scopes }) => scopes))
  const asksForApi = (ctx: KoaContextWithOIDC): boolean => toWords(ctx.oidc.params?.['scope']).some((scope) => apiScopes.has(scope))

  return {
    enabled: true,
    // A sign-in alone gets an opaque token for userinfo; whoever asks for an API's scope, or is no sign-in, gets the default API.
    defaultResource(ctx: KoaContextWithOIDC, _client: unknown, granted?: readonly string[]): string | undefined {
      if (granted !== undefined) return granted[0]
      const isSignInOnly =
        toWords(ctx.oidc.params?.['scope']).includes('openid') &&
        !asksForApi(ctx) &&
        ctx.oidc.params?.['authorization_details'] === undefined
      return isSignInOnly ? undefined : resources[0].identifier
    },
    // A refresh that narrows its scope to the sign-in gets a token for userinfo.
    useGrantedResource: (ctx: KoaContextWithOIDC): boolean => ctx.oidc.params?.['scope'] === undefined || asksForApi(ctx),
    getResourceServerInfo(_ctx: KoaContextWithOIDC, identifier: string): ResourceServer {
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
