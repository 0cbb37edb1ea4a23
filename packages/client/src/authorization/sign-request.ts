import type { ResolvedConfig } from '../config/resolved-config.ts'

const lifetimeSeconds = 60

/** JSON in the form, but objects in a request object (RFC 9101 §4, OpenID Connect Core 6.1). */
const jsonParameters: ReadonlySet<string> = new Set(['claims', 'authorization_details'])

/** The request as one signed object (RFC 9101): only the client's id stands beside it. */
export async function signRequest(config: ResolvedConfig, form: URLSearchParams): Promise<URLSearchParams> {
  const { requestSigner, clientId, issuer, now } = config
  if (!requestSigner) return form
  const issuedAt = Math.floor(now() / 1000)
  const claims: Record<string, unknown> = {}
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name).map((value): unknown => (jsonParameters.has(name) ? JSON.parse(value) : value))
    claims[name] = values.length === 1 ? values[0] : values
  }
  if (typeof claims['max_age'] === 'string') claims['max_age'] = Number(claims['max_age'])
  const own = { iss: clientId, aud: issuer, jti: crypto.randomUUID(), iat: issuedAt, nbf: issuedAt, exp: issuedAt + lifetimeSeconds }
  const request = await requestSigner.sign({ ...claims, ...own }, { typ: 'oauth-authz-req+jwt' })
  return new URLSearchParams({ client_id: clientId, request })
}
