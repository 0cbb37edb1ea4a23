import { isAuthPlatformError } from '@auth/core-errors'
import type { ServerMetadata } from '@auth/jwks'
import type { ClientAuthentication } from '../../authentication/client-authentication.ts'
import { clientSecretJwt } from '../../authentication/client-assertion.ts'
import { clientSecretBasic, clientSecretPost } from '../../authentication/client-secret.ts'
import { AuthPlatformClient } from '../../auth-platform-client.ts'
import type { DoctorOptions } from '../doctor-options.ts'
import type { GrantFacts } from '../facts.ts'
import type { Network } from './fetch-document.ts'

/** How a secret can prove a client, in the order in which the ways are tried. */
const methods: Readonly<Record<string, () => ClientAuthentication>> = {
  client_secret_basic: clientSecretBasic,
  client_secret_post: clientSecretPost,
  client_secret_jwt: () => clientSecretJwt(),
}

/** What one attempt showed, and the token that came of it. */
export interface TriedGrant {
  readonly facts: GrantFacts
  readonly accessToken: string | undefined
}

/** The ways to authenticate with a secret that the provider takes (RFC 8414 §2: basic where it does not say). */
export function listSecretMethods({
  token_endpoint_auth_methods_supported: supported = ['client_secret_basic'],
}: ServerMetadata): string[] {
  return Object.keys(methods).filter((method) => supported.includes(method))
}

/** Asks for a token once, with a proof or without; nothing is repeated but what a nonce asks for. */
export async function tryClient(
  options: DoctorOptions,
  network: Network,
  { method, isProven }: { readonly method: string; readonly isProven: boolean },
): Promise<TriedGrant> {
  const { issuer, clientId = '', clientSecret, audience, scopes, timeoutSeconds, allowInsecureLoopback } = options
  let requests = 0
  let askedForNonce = false
  const watch: typeof globalThis.fetch = async (input, init) => {
    const response = await network.fetch(input, init)
    if ((input instanceof Request ? input.method : init?.method) === 'POST') requests += 1
    if (response.status >= 400 && response.headers.has('dpop-nonce')) askedForNonce = true
    return response
  }
  const describe = (outcome: GrantFacts['outcome']): GrantFacts => ({ method, isProven, requests, askedForNonce, outcome })
  await using client = new AuthPlatformClient({
    baseUrl: issuer,
    clientId,
    clientSecret,
    clientAuthentication: methods[method]?.(),
    audience,
    scopes: scopes.length > 0 ? scopes : undefined,
    dpop: { enabled: isProven },
    maxRetries: 0,
    circuitBreaker: false,
    timeoutSeconds,
    allowInsecureLoopback,
    fetch: watch,
    now: network.now,
  })
  try {
    const { accessToken, tokenType, expiresAt, scopes: granted } = await client.clientCredentials({}, { signal: network.signal })
    const expiresInSeconds = expiresAt === undefined ? undefined : Math.round(expiresAt - network.now() / 1000)
    return { facts: describe({ kind: 'granted', tokenType, expiresInSeconds, scopes: granted }), accessToken }
  } catch (error) {
    const {
      code,
      statusCode: status,
      details,
    } = isAuthPlatformError(error) ? error : { code: undefined, statusCode: undefined, details: {} }
    const oauthError: unknown = Object(details)['oauthError']
    const facts = describe({ kind: 'refused', code, oauthError: typeof oauthError === 'string' ? oauthError : undefined, status })
    return { facts, accessToken: undefined }
  }
}
