import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import type { AccessToken, ClientCredentials, Provider } from 'oidc-provider'

const remembered = [
  'aud',
  'accountId',
  'claims',
  'clientId',
  'expiresWithSession',
  'extra',
  'grantId',
  'gty',
  'jkt',
  'jti',
  'kind',
  'rar',
  'scope',
  'sessionUid',
  'sid',
  'x5t#S256',
] as const

/**
 * Lets JWT access tokens be introspected and revoked, which oidc-provider does for opaque tokens only: each one issued leaves an
 * opaque twin under its `jti`, and `refer` puts the `jti` into a request in place of the token.
 */
export function rememberStructuredTokens(provider: Provider): void {
  const remember = (token: AccessToken | ClientCredentials): void => {
    const iat = Math.floor(Date.now() / 1000)
    const members = Object.entries(token).filter(([name]) => (remembered as readonly string[]).includes(name))
    const payload = { ...Object.fromEntries(members), iat, exp: iat + token.expiration }
    void token.adapter.upsert(token.jti, payload, token.expiration) // in memory: it has ended when it returns
  }
  provider.on('access_token.issued', remember)
  provider.on('client_credentials.issued', remember)
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
