import { errors, type Provider, type TokenEndpointGrantContext } from 'oidc-provider'
import { buildTokenResponse, checkDpopReplay, resolveRequestedResources, validateDpop } from 'oidc-provider/lib/helpers/grants.js'
import type { DemoUser } from '../demo/demo-users.ts'
import { allow, createGrant } from './grants.ts'

/** Answers a token request of a grant that oidc-provider does not know with an access token of a person for one API. */
export async function answerWithPersonToken(
  provider: Provider,
  ctx: TokenEndpointGrantContext,
  token: { readonly user: DemoUser; readonly scopes: readonly string[]; readonly issuedTokenType?: string },
): Promise<void> {
  const { client } = ctx.oidc
  const proof = await validateDpop(provider, ctx)
  const [resourceServer, second] = await resolveRequestedResources(provider, ctx)
  if (resourceServer === undefined || second !== undefined) throw new errors.InvalidTarget('name exactly one resource')
  const grant = createGrant(provider, token.user.id, client.clientId)
  const known = token.scopes.filter((scope) => resourceServer.scopes.has(scope))
  allow(grant, token.user, { openid: [], claims: [], resources: { [resourceServer.identifier()]: known } })
  const accessToken = new provider.AccessToken({
    client,
    accountId: token.user.id,
    grantId: await grant.save(),
    gty: ctx.oidc.params.grant_type,
    resourceServer,
    scope: grant.getResourceScope(resourceServer.identifier()),
  })
  await checkDpopReplay(provider, ctx, proof, client.clientId)
  if (proof !== undefined) accessToken.setThumbprint('jkt', proof.thumbprint)
  ctx.body = buildTokenResponse(provider, {
    accessToken: await accessToken.save(),
    expiresIn: accessToken.expiration,
    tokenType: accessToken.tokenType,
    scope: accessToken.scope,
    issuedTokenType: token.issuedTokenType,
  })
}
