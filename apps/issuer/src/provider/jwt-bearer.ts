import { importJWK, jwtVerify } from 'jose'
import { errors, type Provider } from 'oidc-provider'
import type { DemoClient } from '../demo/demo-clients.ts'
import type { DemoUser } from '../demo/demo-users.ts'
import { grantTypes } from './grant-types.ts'
import { answerWithPersonToken } from './person-token.ts'
import { type SigningJwk, toPublicJwk } from './signing-keys.ts'
import { toWords } from './to-words.ts'

/** Adds JWT assertions as grants (RFC 7523 §2.1): one demo client may vouch, with its own key, for any person of the demo. */
export function registerJwtBearer(
  provider: Provider,
  { users, client }: { users: readonly DemoUser[]; client: DemoClient & { readonly privateKey: SigningJwk } },
): void {
  const { clientId, privateKey } = client
  provider.registerGrantType<{ assertion?: string }>(
    grantTypes.jwtBearer,
    async (ctx) => {
      const key = await importJWK(toPublicJwk(privateKey), 'ES256')
      const expected = { issuer: clientId, audience: [provider.issuer, ctx.oidc.urlFor('token')], requiredClaims: ['exp', 'sub'] }
      const assertion = await jwtVerify(ctx.oidc.params.assertion ?? '', key, expected).catch(() => {
        throw new errors.InvalidGrant('the assertion is not good')
      })
      const user = users.find(({ id }) => id === assertion.payload.sub)
      if (user === undefined) throw new errors.InvalidGrant('the assertion is about nobody known')
      await answerWithPersonToken(provider, ctx, { user, scopes: toWords(ctx.oidc.params.scope) })
    },
    ['assertion', 'resource', 'scope'],
    ['resource'],
  )
}
