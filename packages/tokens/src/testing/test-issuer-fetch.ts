import type { JWKS } from '@auth/jwks'

/** What a test issuer publishes. */
export interface TestPublication {
  readonly issuer: string
  readonly jwksUri: string
  readonly jwks: () => JWKS
}

/** Answers discovery (OpenID Connect Discovery 4, RFC 8414 §3) and the key set in process, everything else with 404. */
export function createTestFetch({ issuer, jwksUri, jwks }: TestPublication): typeof globalThis.fetch {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  const metadata = {
    issuer,
    jwks_uri: jwksUri,
    authorization_endpoint: `${origin}${path}/authorize`,
    token_endpoint: `${origin}${path}/token`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  }
  const metadataUrls = [`${origin}${path}/.well-known/openid-configuration`, `${origin}/.well-known/oauth-authorization-server${path}`]
  return async (input, init) => {
    const request = new Request(input, init)
    request.signal.throwIfAborted()
    if (request.url === jwksUri) return Response.json(jwks())
    return metadataUrls.includes(request.url) ? Response.json(metadata) : Response.json({ error: 'not_found' }, { status: 404 })
  }
}
