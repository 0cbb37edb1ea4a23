import { errors, type Provider } from 'oidc-provider'
import type { DemoUser } from '../demo/demo-users.ts'
import { grantTypes } from './grant-types.ts'
import { verifyIssuedToken } from './issued-token.ts'
import { answerWithPersonToken } from './person-token.ts'
import type { Resources } from './resource-indicators.ts'
import type { SigningJwk } from './signing-keys.ts'
import { toWords } from './to-words.ts'

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'
const subjectTokenTypes: readonly unknown[] = [accessTokenType, 'urn:ietf:params:oauth:token-type:jwt']

/** Adds token exchange (RFC 8693): a person's JWT access token for one of another API, with the client as `act`; scopes never grow. */
export function registerTokenExchange(
  provider: Provider,
  { users, resources, keys }: { users: readonly DemoUser[]; resources: Resources; keys: readonly SigningJwk[] },
): void {
  provider.registerGrantType<Record<string, string | undefined>>(
    grantTypes.tokenExchange,
    async (ctx) => {
      const { params, client } = ctx.oidc
      if (!subjectTokenTypes.includes(params['subject_token_type']))
        throw new errors.InvalidRequest('the subject token must be an access token')
      const subject = await verifyIssuedToken(params['subject_token'] ?? '', provider.issuer, keys)
      const user = users.find(({ id }) => id === subject?.sub)
      if (subject === undefined || user === undefined) throw new errors.InvalidRequest('the subject token is not a good token of a person')
      const resource = resources.find(({ audience }) => audience === params['audience'])
      if (params['audience'] !== undefined && resource === undefined) throw new errors.InvalidTarget('unknown audience')
      if (resource !== undefined) params.resource = resource.identifier
      const granted = toWords(subject['scope'])
      const scopes = params.scope === undefined ? granted : toWords(params.scope).filter((scope) => granted.includes(scope))
      ctx.oidc.entity('Actor', { sub: client.clientId })
      await answerWithPersonToken(provider, ctx, { user, scopes, issuedTokenType: accessTokenType })
    },
    ['subject_token', 'subject_token_type', 'actor_token', 'actor_token_type', 'requested_token_type', 'audience', 'resource', 'scope'],
    ['resource'],
  )
}
