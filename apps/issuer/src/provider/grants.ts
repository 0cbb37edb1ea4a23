import type { Grant, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { type DemoUser, mayHaveScope } from '../demo/demo-users.ts'

/** What a person is asked to allow: scopes of the sign-in, claims, and scopes by resource. */
export interface AskedFor {
  readonly openid: Iterable<string>
  readonly claims: Iterable<string>
  readonly resources: Readonly<Record<string, Iterable<string>>>
}

/** Puts what was asked for into a grant; scopes that the person may not have are put there as refused. */
export function allow(grant: Grant, user: DemoUser, asked: AskedFor): void {
  grant.addOIDCScope([...asked.openid].join(' '))
  grant.addOIDCClaims([...asked.claims])
  for (const [resource, scopes] of Object.entries(asked.resources)) {
    const { had = [], refused = [] } = Object.groupBy(scopes, (scope) => (mayHaveScope(user, scope) ? 'had' : 'refused'))
    if (had.length > 0) grant.addResourceScope(resource, had.join(' '))
    if (refused.length > 0) grant.rejectResourceScope(resource, refused.join(' '))
  }
}

/**
 * The grant of a request, made without asking: everybody trusts the demo's clients. Only `prompt=consent` and
 * `authorization_details` show the consent page.
 */
export async function loadExistingGrant(users: readonly DemoUser[], ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, account, provider } = ctx.oidc
  const user = users.find(({ id }) => id === account?.accountId)
  if (client === undefined || session === undefined || user === undefined) return undefined
  const grantId = ctx.oidc.result?.consent?.grantId ?? session.grantIdFor(client.clientId)
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId)
  const grant = known ?? createGrant(provider, user.id, client.clientId)
  allow(grant, user, toAskedFor(ctx))
  await grant.save()
  return grant
}

/** An empty grant of a person to a client. */
export function createGrant(provider: Provider, accountId: string, clientId: string): Grant {
  return new provider.Grant({ accountId, clientId })
}

function toAskedFor({ oidc }: KoaContextWithOIDC): AskedFor {
  const scopes = oidc.requestParamScopes
  const resources = Object.entries(oidc.resourceServers ?? {}).map(
    ([resource, server]) => [resource, [...scopes].filter((scope) => server.scopes.has(scope))] as const,
  )
  return { openid: oidc.requestParamOIDCScopes, claims: oidc.requestParamClaims, resources: Object.fromEntries(resources) }
}
