import type { Facts, GrantFacts } from '../facts.ts'
import { type Finding, type Message, say } from '../finding.ts'

const secretMethods = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt']
/** What a provider may call a refusal (RFC 6749 §5.2, RFC 8707 §2, RFC 9449 §5); another word is not repeated. */
const remedies: Readonly<Record<string, Message>> = {
  invalid_client: say`check id and secret, and with which method the client is registered`,
  unauthorized_client: say`allow the client-credentials grant for this client at the provider`,
  unsupported_grant_type: say`allow the client-credentials grant at the provider`,
  invalid_scope: say`ask for scopes that the client may have, with --scope`,
  invalid_target: say`the provider does not know this audience: check --audience`,
  invalid_request: say`the provider wants something more of the request: often an audience or a scope`,
  invalid_dpop_proof: say`the client must use DPoP: write dpop: { enabled: true }`,
  use_dpop_nonce: say`the client must use DPoP: write dpop: { enabled: true }`,
}

/** Whether the client gets a token by itself, where that can be tried. */
export function checkClient({ client, verdict }: Facts): readonly Finding[] {
  if (client === undefined)
    return [{ id: 'client.none', status: 'skipped', message: say`no client was given: --client-id and --client-secret-env try one` }]
  if (verdict.kind === 'bad')
    return [{ id: 'client.skipped', status: 'skipped', message: say`the metadata are not good: the secret was sent nowhere` }]
  const { grant_types_supported: grants, token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] } = verdict.metadata
  if (!client.hasSecret)
    return [
      {
        id: 'client.public',
        status: 'skipped',
        message: say`the client ${client.clientId} came without a secret: it can only act for people, who would have to sign in`,
      },
    ]
  if (grants !== undefined && !grants.includes('client_credentials'))
    return [
      {
        id: 'client.no_grant',
        status: 'skipped',
        message: say`the provider does not offer the client-credentials grant: only a sign-in can show whether the client is good`,
      },
    ]
  if (!methods.some((method) => secretMethods.includes(method)))
    return [
      {
        id: 'client.no_method',
        status: 'problem',
        message: say`the provider takes no secret, but ${methods}`,
        remedy: say`write clientAuthentication: privateKeyJwt(key), or tlsClientAuth()`,
      },
    ]
  if (client.attempts.length === 0)
    return [
      { id: 'client.no_token_endpoint', status: 'skipped', message: say`the metadata have no token_endpoint: the secret was sent nowhere` },
    ]
  // One way that works is enough.
  const granted = client.attempts.find(({ outcome }) => outcome.kind === 'granted')
  return (granted ? [granted] : client.attempts.filter(({ isProven }) => !isProven)).map(describe)
}

function describe({ method, outcome }: GrantFacts): Finding {
  if (outcome.kind === 'granted') {
    const { tokenType, expiresInSeconds, scopes } = outcome
    const granted = scopes.length > 0 ? scopes : 'none'
    const life = expiresInSeconds === undefined ? say`of unknown life` : say`for ${expiresInSeconds} s`
    return {
      id: 'client.granted',
      status: 'good',
      message: say`by ${method} the client got a token: ${tokenType}, ${life}, scopes ${granted}`,
    }
  }
  const { code, oauthError, status } = outcome
  const remedy = oauthError === undefined ? undefined : Object.hasOwn(remedies, oauthError) ? remedies[oauthError] : undefined
  const word = remedy === undefined ? (status ?? code ?? 'no answer') : oauthError
  return {
    id: 'client.refused',
    status: 'problem',
    message: say`by ${method} the client got no token: ${word}`,
    remedy: remedy ?? say`see the provider's logs: the token endpoint does not say more`,
  }
}
