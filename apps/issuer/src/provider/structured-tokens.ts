import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import type { AccessToken, ClientCredentials, Provider } from 'oidc-provider'
import { readForm } from '../front/read-form.ts'
import { verifyIssuedToken } from './issued-token.ts'
import type { SigningJwk } from './signing-keys.ts'

const remembered = new Set(
  'aud accountId claims clientId expiresWithSession extra grantId gty jkt jti kind rar scope sessionUid sid x5t#S256'.split(' '),
)

/**
 * Lets JWT access tokens be introspected and revoked, which oidc-provider does for opaque tokens only: each one that is issued leaves
 * an opaque twin under its `jti`, and `referToToken` asks for that one.
 */
export function rememberStructuredTokens(provider: Provider, now: () => number = Date.now): void {
  const remember = (token: AccessToken | ClientCredentials): void => {
    const iat = Math.floor(now() / 1000)
    const members = Object.fromEntries(Object.entries(token).filter(([name]) => remembered.has(name)))
    void token.adapter.upsert(token.jti, { ...members, iat, exp: iat + token.expiration }, token.expiration) // in memory: done at once
  }
  provider.on('access_token.issued', remember)
  provider.on('client_credentials.issued', remember)
}

/** The same introspection or revocation request, with the `jti` of a good JWT access token in place of the token. */
export async function referToToken(request: IncomingMessage, issuer: string, keys: readonly SigningJwk[]): Promise<IncomingMessage> {
  const form = await readForm(request)
  const token = form.get('token') ?? ''
  if (token.split('.').length === 3) form.set('token', (await verifyIssuedToken(token, issuer, keys))?.jti ?? 'not a good token')
  return withForm(request, form)
}

/** The same request with another form as its body. */
export function withForm(request: IncomingMessage, form: URLSearchParams): IncomingMessage {
  const body = Buffer.from(form.toString())
  const copy = new IncomingMessage(new Socket())
  Object.assign(copy, { method: request.method, url: request.url, complete: true })
  copy.headers = { ...request.headers, 'content-length': String(body.length) }
  copy.push(body)
  copy.push(null)
  return copy
}
