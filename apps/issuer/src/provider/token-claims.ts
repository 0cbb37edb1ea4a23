import type { AccessToken, ClientCredentials, KoaContextWithOIDC, UnknownObject } from 'oidc-provider'
import type { DemoUser } from '../demo/demo-users.ts'

/** What an API learns beyond RFC 9068's own claims: the person's roles, and how and when the person signed in (RFC 9470). */
export function toTokenClaims(
  users: readonly DemoUser[],
  ctx: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
): UnknownObject | undefined {
  if (token.kind !== 'AccessToken' || token.aud === undefined) return undefined
  const { AuthorizationCode, DeviceCode, BackchannelAuthenticationRequest, RefreshToken, Actor } = ctx.oidc.entities
  const source = AuthorizationCode ?? DeviceCode ?? BackchannelAuthenticationRequest ?? RefreshToken
  return {
    roles: users.find(({ id }) => id === token.accountId)?.roles,
    acr: source?.acr,
    amr: source?.amr,
    auth_time: source?.authTime,
    act: Actor,
  }
}
