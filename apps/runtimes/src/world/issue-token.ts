import type { Issuer } from 'issuer'

/** An access token that the issuer gives to its demo service for one of its APIs. */
export async function issueToken({ issuer, clients: { service } }: Issuer, resource: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${service.clientId}:${service.clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'orders:read', resource }),
  })
  const { access_token: token } = (await response.json()) as { readonly access_token?: string }
  if (token === undefined) throw new Error(`the issuer answered ${response.status} instead of a token`)
  return token
}
