import type { NextAuthConfig } from '../next-auth-config.ts'
import { createTestIssuer } from '@auth/tokens/testing'

/** Who signs in in a test, and what they are granted. */
export interface TestPerson {
  /** Claims of the ID token; `sub` is who they are. @default 'test-user' */
  readonly claims?: { readonly sub?: string; readonly [claim: string]: unknown } | undefined
  /** What the provider grants. @default ['openid'] */
  readonly scopes?: readonly string[] | undefined
  /** @default one that no API takes */
  readonly accessToken?: string | undefined
  /** How long the access token lives, in seconds. @default 3600 */
  readonly accessTokenTtlSeconds?: number | undefined
  /** `null` for a session that cannot be refreshed. @default one that no provider takes */
  readonly refreshToken?: string | null | undefined
}

/** A provider within the test's process that signs a person in, without asking. */
export interface TestProvider {
  readonly fetch: typeof globalThis.fetch
  /** The token request that comes next is that of the login that leads to this address; later ones are refreshes. */
  expectLogin(authorizationUrl: string): void
}

/** Answers discovery, keys and the token endpoint as the provider of the configuration would. */
export async function createTestProvider(config: NextAuthConfig, person: TestPerson): Promise<TestProvider> {
  const { baseUrl, issuer: issuerName = baseUrl, clientId, idTokenSigningAlg = 'ES256', dpop, now } = config
  const issuer = await createTestIssuer({ issuer: issuerName, audience: clientId, clientId, algorithm: idTokenSigningAlg, now })
  const {
    claims = {},
    scopes = ['openid'],
    accessToken = 'test-access-token',
    accessTokenTtlSeconds = 3600,
    refreshToken = 'test-refresh-token',
  } = person
  let login: { readonly nonce: string | null } | undefined
  const metadata = {
    issuer: issuerName,
    authorization_endpoint: `${issuerName}/authorize`,
    token_endpoint: `${issuerName}/token`,
    jwks_uri: `${issuerName}/jwks`,
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: [idTokenSigningAlg],
    dpop_signing_alg_values_supported: ['ES256', 'EdDSA'],
  }
  const answerToken = async (): Promise<unknown> => {
    // A refresh says nothing of when, and repeats no nonce.
    const ofLogin = login && { auth_time: Math.floor(issuer.now() / 1000), ...(login.nonce !== null && { nonce: login.nonce }) }
    login = undefined
    const idToken = await issuer.sign({ ...ofLogin, ...claims, jti: undefined, client_id: undefined }, { typ: 'JWT' })
    return {
      access_token: accessToken,
      token_type: dpop?.enabled === true ? 'DPoP' : 'Bearer',
      expires_in: accessTokenTtlSeconds,
      scope: scopes.join(' '),
      id_token: idToken,
      ...(refreshToken !== null && { refresh_token: refreshToken }),
    }
  }
  return {
    expectLogin: (url) => void (login = { nonce: new URL(url).searchParams.get('nonce') }),
    async fetch(input) {
      const { pathname } = new URL(input instanceof Request ? input.url : input)
      if (pathname.includes('/.well-known/')) return Response.json(metadata)
      if (pathname.endsWith('/jwks')) return Response.json(issuer.jwks)
      return pathname.endsWith('/token') ? Response.json(await answerToken()) : new Response(null, { status: 404 })
    },
  }
}
