import type { DocumentFacts, Facts } from '../facts.ts'
import { type Finding, say } from '../finding.ts'
import { describeFault } from './describe-outcome.ts'

const compared = ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'] as const

function readMembers({ outcome }: DocumentFacts): Readonly<Record<string, unknown>> | undefined {
  return outcome.kind === 'answer' && outcome.status === 200 ? (Object(outcome.value) as Record<string, unknown>) : undefined
}

/** Both well-known forms, the issuer that they name, and their endpoints (RFC 8414 §3, OpenID Connect Discovery 1.0 §4). */
export function checkDiscovery(facts: Facts): readonly Finding[] {
  const { issuer, oidc, oauth2, verdict } = facts
  const forms = [oidc, oauth2].map((form) => ({ ...form, fault: describeFault(form.url, form.outcome) }))
  const findings: Finding[] = forms.map(({ url, fault }) =>
    fault === undefined
      ? { id: 'discovery.found', status: 'good', message: say`${url} is there` }
      : // One form is enough.
        { id: `discovery.${fault.name}`, status: toStatus(fault.name, verdict.kind), message: fault.message, remedy: fault.remedy },
  )
  for (const form of forms.filter(({ fault }) => fault === undefined)) findings.push(...checkIssuer(issuer, form))
  if (verdict.kind === 'good') return [...findings, ...checkEndpoints(verdict.metadata), ...compareForms(facts)]
  if (verdict.member !== undefined && verdict.member !== 'issuer')
    findings.push({
      id: 'discovery.member',
      status: 'problem',
      message: say`the metadata's ${verdict.member} is not what it must be`,
      remedy: say`correct it at the provider: endpoints are https URLs (http only on loopback, with --allow-insecure-loopback), lists are lists of strings`,
    })
  if (forms.every(({ fault }) => fault?.name === 'not_found'))
    findings.push({
      id: 'discovery.none',
      status: 'problem',
      message: say`the provider publishes no metadata under ${issuer}`,
      remedy: say`check the issuer; a provider without metadata is configured by "endpoints" (AuthPlatformClient) and "jwksUri" (TokenValidator, createExpressAuth)`,
    })
  return findings
}

/** With one good form, that the other is not there is as it should be. */
function toStatus(fault: string, verdict: 'good' | 'bad'): Finding['status'] {
  if (verdict === 'bad') return 'problem'
  return fault === 'not_found' ? 'good' : 'note'
}

function checkIssuer(issuer: string, form: DocumentFacts): readonly Finding[] {
  const named = readMembers(form)?.['issuer']
  if (named === issuer) return [{ id: 'discovery.issuer_matches', status: 'good', message: say`${form.url} names the issuer ${issuer}` }]
  const isSlash = typeof named === 'string' && named.replace(/\/$/, '') === issuer.replace(/\/$/, '')
  const remedy = isSlash
    ? say`they differ by the slash at the end, which counts: write issuer: ${named}`
    : say`if ${named} is the provider that you mean, write that as the issuer; otherwise somebody else answers at this address`
  return [
    { id: 'discovery.issuer_mismatch', status: 'problem', message: say`${form.url} names another issuer: ${named}, not ${issuer}`, remedy },
  ]
}

function checkEndpoints(metadata: Readonly<Record<string, unknown>>): readonly Finding[] {
  const { jwks_uri: jwksUri, token_endpoint: tokenEndpoint, authorization_endpoint: authorizationEndpoint } = metadata
  const methods = metadata['code_challenge_methods_supported']
  const findings: Finding[] = []
  if (jwksUri === undefined)
    findings.push({
      id: 'discovery.no_jwks_uri',
      status: 'problem',
      message: say`the metadata have no jwks_uri: no token can be verified`,
      remedy: say`publish it, or configure "jwksUri"`,
    })
  if (tokenEndpoint === undefined)
    findings.push({
      id: 'discovery.no_token_endpoint',
      status: 'note',
      message: say`the metadata have no token_endpoint: nobody can get tokens`,
    })
  if (authorizationEndpoint !== undefined && (!Array.isArray(methods) || !methods.includes('S256')))
    findings.push({
      id: 'discovery.no_pkce',
      status: 'note',
      message: say`the metadata do not say that PKCE with S256 is understood`,
      remedy: say`it is sent all the same; if the provider refuses the parameter, tell it`,
    })
  if (findings.length === 0) findings.push({ id: 'discovery.endpoints', status: 'good', message: say`its endpoints are usable` })
  return findings
}

function compareForms({ oidc, oauth2 }: Facts): readonly Finding[] {
  const [one, other] = [readMembers(oidc), readMembers(oauth2)]
  const differing = one && other ? compared.filter((name) => one[name] !== other[name]) : []
  return differing.map((name) => ({
    id: 'discovery.forms_differ',
    status: 'note',
    message: say`the two documents differ in ${name}; OpenID Connect's is used`,
  }))
}
