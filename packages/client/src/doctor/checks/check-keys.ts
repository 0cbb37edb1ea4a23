import { type JWK, LocalJWKS, signatureAlgorithms } from '@auth/jwks'
import type { Facts } from '../facts.ts'
import { type Finding, say } from '../finding.ts'
import { describeFault } from './describe-outcome.ts'

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/** Whether the published keys can be used, which algorithms they serve, and how long they may be kept. */
export function checkKeys({ jwks, verdict }: Facts): readonly Finding[] {
  if (jwks === undefined) {
    const reason = verdict.kind === 'bad' ? 'the metadata are not good' : 'the metadata name no jwks_uri'
    return [{ id: 'keys.skipped', status: 'skipped', message: say`${reason}: the keys were not asked for` }]
  }
  const fault = describeFault(jwks.url, jwks.outcome)
  if (fault) return [{ id: `keys.${fault.name}`, status: 'problem', message: fault.message, remedy: fault.remedy }]
  const { value, headers } = jwks.outcome as Extract<typeof jwks.outcome, { kind: 'answer' }>
  const { keys: entries } = value as { readonly keys?: unknown }
  if (!Array.isArray(entries))
    return [
      {
        id: 'keys.not_a_set',
        status: 'problem',
        message: say`${jwks.url} has no array "keys"`,
        remedy: say`a JWK set is {"keys": […]} (RFC 7517 §5)`,
      },
    ]
  const keys = entries.filter((entry): entry is JWK => typeof entry === 'object' && entry !== null)
  const shown = keys.filter((key) => key.kty === 'oct' || privateMembers.some((name) => name in key))
  if (shown.length > 0)
    return [
      {
        id: 'keys.private',
        status: 'problem',
        message: say`the key set shows ${shown.length} private or symmetric keys: anybody can sign tokens, and none of its keys is trusted here`,
        remedy: say`withdraw these keys at once, make new ones, and publish their public halves alone`,
      },
    ]
  return [...judgeUsable(keys), ...listNames(keys), judgeCaching(headers)]
}

function isUsable(key: JWK): boolean {
  try {
    return Boolean(new LocalJWKS({ keys: [key] }))
  } catch {
    return false
  }
}

function judgeUsable(keys: readonly JWK[]): readonly Finding[] {
  const usable = keys.filter(isUsable)
  const algorithms = [...new Set(usable.flatMap(listAlgorithms))].sort()
  const first: Finding =
    usable.length > 0
      ? { id: 'keys.usable', status: 'good', message: say`${usable.length} of ${keys.length} keys verify signatures, by ${algorithms}` }
      : {
          id: 'keys.none',
          status: 'problem',
          message: say`none of the ${keys.length} keys verifies signatures: every token is refused with 503`,
          remedy: say`publish an RSA key of at least 2048 bits or an EC key (P-256, P-384, P-521) or Ed25519, with "use": "sig"`,
        }
  const others = keys.filter((key) => !isUsable(key)).map((key) => describeUnusable(key))
  return [first, ...others]
}

function listAlgorithms({ kty, crv, alg }: JWK): readonly string[] {
  const served = Object.entries(signatureAlgorithms).flatMap(([name, row]) => (row.kty === kty && row.crv === crv ? name : []))
  return typeof alg === 'string' && served.includes(alg) ? [alg] : served
}

function describeUnusable(key: JWK): Finding {
  const { kid = 'none', kty, crv, alg, use } = key
  if (use === 'enc') return { id: 'keys.encryption', status: 'good', message: say`key ${kid} is for encryption, and is left alone` }
  const bits = kty === 'RSA' && typeof key.n === 'string' ? Math.floor((key.n.length * 3) / 4) * 8 : undefined
  if (bits !== undefined && bits < 2048)
    return {
      id: 'keys.weak',
      status: 'problem',
      message: say`key ${kid} is an RSA key of about ${bits} bits: what it signs is refused`,
      remedy: say`make one of at least 2048 bits (RFC 7518 §3.3)`,
    }
  return {
    id: 'keys.unusable',
    status: 'note',
    message: say`key ${kid} is not used: type ${kty}, curve ${crv ?? 'none'}, algorithm ${alg ?? 'none'}`,
    remedy: say`if it signs tokens: another type or algorithm is needed, or its numbers are no key`,
  }
}

function listNames(keys: readonly JWK[]): readonly Finding[] {
  const signing = keys.filter(isUsable)
  const names = signing.map(({ kid }) => kid)
  const twice = [...new Set(names.filter((kid, index) => kid !== undefined && names.indexOf(kid) !== index))]
  const findings: Finding[] = []
  if (signing.length > 1 && names.includes(undefined))
    findings.push({
      id: 'keys.no_kid',
      status: 'note',
      message: say`of several keys some have no kid: a token that names none may fit more than one, and is refused then`,
      remedy: say`give every key a kid, and write it into the tokens' headers`,
    })
  if (twice.length > 0)
    findings.push({
      id: 'keys.same_kid',
      status: 'note',
      message: say`several keys have the kid ${twice}: only the algorithm tells them apart`,
      remedy: say`give every key a kid of its own`,
    })
  return findings
}

function judgeCaching(headers: Headers): Finding {
  const control = headers.get('cache-control') ?? ''
  const seconds = /(?:^|[,\s])max-age=(\d+)/.exec(control)?.[1]
  if (/no-store/.test(control))
    return { id: 'keys.no_store', status: 'note', message: say`the key set asks not to be kept; it is, for 30 s, as every set is at least` }
  if (seconds === undefined)
    return { id: 'keys.no_max_age', status: 'good', message: say`the key set does not say how long it is good: it is kept for an hour` }
  return { id: 'keys.max_age', status: 'good', message: say`the key set is good for ${seconds} s` }
}
