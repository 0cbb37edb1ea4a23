import type { TokenCheck } from '@auth/tokens'
import type { Facts, TokenFacts } from '../facts.ts'
import { type Finding, type Message, say } from '../finding.ts'
import { measureSkewSeconds } from './check-clock.ts'

type Claims = Readonly<Record<string, unknown>>

/** What a token that fails a check is told about: what is wrong, and what to write. */
interface Explanation {
  readonly message: Message
  readonly remedy: Message
}

interface Case {
  readonly facts: Facts
  readonly header: Claims
  readonly claims: Claims
}

const explanations: Readonly<Partial<Record<TokenCheck, (of: Case) => Explanation>>> = {
  iss: ({ facts, claims }) => ({
    message: say`it was issued by ${claims['iss']}, not by ${facts.issuer}`,
    remedy: say`if that is your provider, write it exactly so, to the last slash: issuer: ${claims['iss']}; otherwise the token is for another system`,
  }),
  aud: ({ facts, claims }) => ({
    message: say`it is for ${claims['aud'] ?? 'nobody'}, not for ${facts.audience}`,
    remedy: say`if that is your API, write audience: ${claims['aud']}; otherwise ask for a token for ${facts.audience} (resource or audience in the request)`,
  }),
  exp: ({ claims }) => ({
    message: say`its exp is ${claims['exp'] ?? 'not there'}, which is no time`,
    remedy: say`every access token must expire: correct it at the provider`,
  }),
  nbf: ({ claims }) => ({
    message: say`it is good only from ${claims['nbf']} on (nbf)`,
    remedy: say`compare the clocks of provider and API`,
  }),
  iat: ({ claims }) => ({
    message: say`it was issued in the future (iat ${claims['iat']})`,
    remedy: say`compare the clocks of provider and API`,
  }),
  typ: ({ header }) => ({
    message: say`its type is ${header['typ']}, which is not an access token's`,
    remedy: say`send the access token, not the ID token; the provider must write "at+jwt" or "JWT" into typ`,
  }),
  alg: ({ header }) => ({
    message: say`it is signed by ${header['alg']}, which is not taken, or by a key that does not serve it`,
    remedy: say`have the provider sign by an asymmetric algorithm, such as RS256 or ES256; a shared secret (HS256) is never taken`,
  }),
  kid: ({ header }) => ({
    message: say`it names the key ${header['kid'] ?? 'none'}, which the provider does not publish, or which does not say which one is meant`,
    remedy: say`the token is another provider's or older than the keys; or the provider must publish that key`,
  }),
  signature: () => ({
    message: say`its signature was not made by the key that it names`,
    remedy: say`the token was changed on the way or cut off, or is another environment's of the same provider`,
  }),
  kind: () => ({
    message: say`it is marked as an ID, refresh or logout token`,
    remedy: say`send the access token: "access_token" of the token answer, not "id_token"`,
  }),
  sub: () => ({ message: say`its sub is not a text`, remedy: say`correct it at the provider` }),
  encryption: () => ({
    message: say`it is encrypted`,
    remedy: say`write decryption: { keys: […] }, or have the provider send it signed alone`,
  }),
  format: () => ({
    message: say`it is not well-formed`,
    remedy: say`check that it was copied whole, without quotes, line breaks or "Bearer"`,
  }),
  size: () => ({ message: say`it is longer than 16384 bytes`, remedy: say`have the provider put less into it, or write maxTokenBytes` }),
  crit: ({ header }) => ({
    message: say`its header demands what is not understood (crit ${header['crit']})`,
    remedy: say`correct it at the provider`,
  }),
}

/** What each token is, which check it fails, and what to write. */
export function checkToken(facts: Facts): readonly Finding[] {
  const findings = facts.tokens.flatMap((token) => judge(facts, token))
  return findings.length > 0
    ? findings
    : [{ id: 'token.none', status: 'skipped', message: say`no token was given: --token-env NAME looks at one` }]
}

function judge(facts: Facts, token: TokenFacts): readonly Finding[] {
  const { source, header, claims, parts, verdict } = token
  if (!claims || !header) return [describeOpaque(facts, token, parts)]
  const whose = source === 'given' ? 'the token' : "the client's own token"
  const described: Finding = {
    id: 'token.claims',
    status: 'good',
    message: say`${whose}: issuer ${claims['iss']}, audience ${claims['aud'] ?? 'none'}, ${describeExpiry(claims, facts.now)}, type ${header['typ'] ?? 'none'}, ${header['alg']}, key ${header['kid'] ?? 'none'}, scopes ${readScopes(claims)}, ${describeBinding(claims)}`,
  }
  if (verdict.kind === 'undecided')
    return [described, { id: 'token.undecided', status: 'skipped', message: say`${whose} cannot be judged: there are no usable keys` }]
  return [described, verdict.kind === 'good' ? praise(facts, whose, claims) : explain(facts, whose, { verdict, header, claims })]
}

function describeOpaque(facts: Facts, { source, verdict }: TokenFacts, parts: number): Finding {
  const whose = source === 'given' ? 'the token' : "the client's own token"
  const failed = verdict.kind === 'bad' ? verdict.check : undefined
  const explanation = explanations[(failed ?? 'format') as TokenCheck]?.({ facts, header: {}, claims: {} })
  if (parts === 3 || parts === 5)
    return {
      id: `token.${failed ?? 'format'}`,
      status: 'problem',
      message: say`${whose} is refused by the check "${failed ?? 'format'}": ${explanation?.message ?? say`no more is known`}`,
      remedy: explanation?.remedy,
    }
  return {
    id: 'token.opaque',
    status: 'note',
    message: say`${whose} is no JWT: only the provider can tell what it is`,
    remedy: say`write introspection: client, with an AuthPlatformClient of the API's own, or ask for a token for your API (resource or audience), which often is a JWT`,
  }
}

function praise({ audience }: Facts, whose: string, claims: Claims): Finding {
  if (audience !== undefined) return { id: 'token.good', status: 'good', message: say`${whose} is good for ${audience}` }
  return {
    id: 'token.audience_unchecked',
    status: 'note',
    message: say`${whose} is good; whether it is for your API was not looked at`,
    remedy: say`if it is, write audience: ${claims['aud']}, and see with --audience`,
  }
}

function explain(
  facts: Facts,
  whose: string,
  { verdict, header, claims }: { verdict: Extract<TokenFacts['verdict'], { kind: 'bad' }>; header: Claims; claims: Claims },
): Finding {
  if (verdict.code === 'AUTH_1001') {
    const skew = Math.round(Math.abs(measureSkewSeconds(facts) ?? 0))
    return {
      id: 'token.expired',
      status: 'problem',
      message: say`${whose} is good but for its time: it has expired`,
      remedy: skew > 10 ? say`the clocks differ by ${skew} s, which may be why: correct them` : say`get a new one`,
    }
  }
  const { check = 'format' } = verdict
  const known = explanations[check as TokenCheck]?.({ facts, header, claims })
  return {
    id: `token.${/^[a-z_]{1,32}$/.test(check) ? check : 'refused'}`,
    status: 'problem',
    message: say`${whose} is refused by the check "${check}": ${known?.message ?? say`no more is known`}`,
    remedy: known?.remedy,
  }
}

function describeExpiry({ exp }: Claims, now: number): string {
  if (typeof exp !== 'number') return 'without an expiry'
  const seconds = Math.round(exp - now / 1000)
  return seconds >= 0 ? `expires in ${seconds} s` : `expired ${-seconds} s ago`
}

function readScopes({ scope, scp }: Claims): unknown {
  return scope ?? scp ?? 'none'
}

function describeBinding({ cnf }: Claims): string {
  const names = Object.keys(Object(cnf) as object)
  if (names.includes('jkt')) return 'bound to a DPoP key'
  return names.includes('x5t#S256') ? 'bound to a client certificate' : 'bound to nothing'
}
