import type { DemoClient, Issuer } from '../src/index.ts'

/** What the token endpoint answered. */
export interface TokenAnswer {
  readonly status: number
  readonly headers: Headers
  readonly access_token: string
  readonly token_type: string
  readonly scope: string
  readonly refresh_token: string
  readonly id_token: string
  readonly error: string
  readonly [member: string]: unknown
}

/** The Authorization header of a client with a secret. */
export function basic({ clientId, clientSecret }: DemoClient): string {
  return `Basic ${btoa(`${clientId}:${clientSecret}`)}`
}

/** Posts a form to an endpoint of the issuer, as a client with a secret, a public client, or nobody. */
export async function post(
  issuer: Issuer,
  path: string,
  form: Record<string, string>,
  client?: DemoClient,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const isPublic = client?.authentication === 'none'
  const response = await fetch(`${issuer.issuer}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, ...(isPublic ? { client_id: client.clientId } : {}) }),
    headers: { ...headers, ...(client !== undefined && !isPublic ? { authorization: basic(client) } : {}) },
  })
  const text = await response.text()
  return { ...(text.startsWith('{') ? JSON.parse(text) : { text }), status: response.status, headers: response.headers }
}

/** Asks for a token with client credentials, as the demo service unless the form or the client says otherwise. */
export function requestToken(
  issuer: Issuer,
  form: Record<string, string> = {},
  client: DemoClient = issuer.clients.service,
): Promise<TokenAnswer> {
  return post(issuer, '/token', { grant_type: 'client_credentials', scope: 'orders:read', ...form }, client)
}
