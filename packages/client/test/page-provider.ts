import { createHash } from 'node:crypto'
import { createTestIssuer, type TestIssuer, type TestMembers } from '@auth/tokens/testing'
import type { ProviderConfig } from '../src/browser/index.ts'

/** A request that reached the provider. */
interface SeenRequest {
  readonly path: string
  readonly form: URLSearchParams
  readonly init: RequestInit
}

/** A provider within the test's own process: discovery, keys, and a token endpoint that rotates refresh tokens. */
export interface PageProvider {
  readonly testIssuer: TestIssuer
  readonly config: ProviderConfig
  readonly metadata: Record<string, unknown>
  readonly seen: SeenRequest[]
  readonly count: (path: string) => number
  /** Answers the next request to a path, in place of the provider. */
  readonly answerNext: (path: string, answer: (request: SeenRequest) => Response | Promise<Response>) => void
  /** What comes back to the page from an authorization request: a code for it. */
  readonly authorize: (url: string, claims?: TestMembers) => string
  /** How long access tokens live, in seconds, and whether refreshes bring another refresh token or ID token. */
  readonly rules: { expiresIn: number | undefined; isRotating: boolean; refreshedIdToken: TestMembers | undefined; tokenType: string }
}

const issuerUrl = 'https://issuer.test'

export function json(body: unknown, init: { readonly status?: number; readonly headers?: Record<string, string> } = {}): Response {
  return new Response(JSON.stringify(body), { ...init, headers: { 'content-type': 'application/json', ...init.headers } })
}

/** Starts nothing: everything goes through `config.fetch`. */
export async function createPageProvider(more: Record<string, unknown> = {}): Promise<PageProvider> {
  const testIssuer = await createTestIssuer({ issuer: issuerUrl, audience: 'app' })
  const metadata: Record<string, unknown> = {
    issuer: issuerUrl,
    authorization_endpoint: `${issuerUrl}/authorize`,
    token_endpoint: `${issuerUrl}/token`,
    jwks_uri: `${issuerUrl}/jwks`,
    revocation_endpoint: `${issuerUrl}/revoke`,
    end_session_endpoint: `${issuerUrl}/logout`,
    ...more,
  }
  const rules: PageProvider['rules'] = { expiresIn: 300, isRotating: true, refreshedIdToken: undefined, tokenType: 'Bearer' }
  const seen: SeenRequest[] = []
  const answers = new Map<string, ((request: SeenRequest) => Response | Promise<Response>)[]>()
  const codes = new Map<string, { challenge: string; redirectUri: string; nonce: string | null; claims: TestMembers }>()
  const refreshTokens = new Set<string>()
  let count = 0

  const toTokens = async (claims: TestMembers | undefined): Promise<Response> => {
    const refreshToken = `refresh-${++count}`
    refreshTokens.add(refreshToken)
    return json({
      access_token: `access-${count}`,
      token_type: rules.tokenType,
      ...(rules.expiresIn !== undefined && { expires_in: rules.expiresIn }),
      ...(rules.isRotating && { refresh_token: refreshToken }),
      ...(claims && { id_token: await testIssuer.sign({ client_id: undefined, sub: 'alice', ...claims }, { typ: 'JWT' }) }),
    })
  }

  const routes: Record<string, (request: SeenRequest) => Response | Promise<Response>> = {
    '/.well-known/openid-configuration': () => json(metadata),
    '/jwks': () => json(testIssuer.jwks),
    '/revoke': () => new Response(null, { status: 200 }),
    '/par': () => json({ request_uri: 'urn:request:1', expires_in: 60 }, { status: 201 }),
    async '/token'({ form }) {
      if (form.get('grant_type') === 'refresh_token') {
        if (!refreshTokens.has(form.get('refresh_token')!)) return json({ error: 'invalid_grant' }, { status: 400 })
        if (rules.isRotating) refreshTokens.delete(form.get('refresh_token')!)
        return toTokens(rules.refreshedIdToken)
      }
      const code = codes.get(form.get('code')!)
      codes.delete(form.get('code')!)
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (code?.challenge !== challenge || code.redirectUri !== form.get('redirect_uri'))
        return json({ error: 'invalid_grant' }, { status: 400 })
      return toTokens({ nonce: code.nonce ?? undefined, ...code.claims })
    },
  }

  const fetch = async (input: string | Request, given: RequestInit = {}): Promise<Response> => {
    const { signal } = input instanceof Request ? input : given
    signal?.throwIfAborted()
    const { url, init } = input instanceof Request ? { url: input.url, init: { headers: input.headers } } : { url: input, init: given }
    const path = new URL(url).pathname
    const request = { path, form: new URLSearchParams(given.body as URLSearchParams | undefined), init }
    seen.push(request)
    const answer = answers.get(path)?.shift() ?? routes[path]
    return answer ? answer(request) : new Response('not found', { status: 404 })
  }

  return {
    testIssuer,
    metadata,
    rules,
    seen,
    config: {
      baseUrl: issuerUrl,
      clientId: 'app',
      redirectUri: 'https://app.test/',
      now: testIssuer.now,
      fetch: fetch as typeof globalThis.fetch,
    },
    count: (path) => seen.filter((request) => request.path === path).length,
    answerNext: (path, answer) => void answers.set(path, [...(answers.get(path) ?? []), answer]),
    authorize(url, claims = {}) {
      const asked = new URL(url).searchParams
      const code = `code-${++count}`
      const redirectUri = asked.get('redirect_uri')!
      codes.set(code, { challenge: asked.get('code_challenge')!, redirectUri, nonce: asked.get('nonce'), claims })
      return `${redirectUri}?${new URLSearchParams({ code, state: asked.get('state')!, iss: issuerUrl })}`
    },
  }
}

/** A tab's storage. */
export function createStorage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  }
}
