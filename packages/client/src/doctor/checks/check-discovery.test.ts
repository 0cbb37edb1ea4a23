import { describe, expect, it } from 'vitest'
import { answer, createFacts, document, issuer, list, metadata, read, withMetadata } from '../../../test/doctor/create-facts.ts'
import type { DocumentOutcome } from '../facts.ts'
import { checkDiscovery } from './check-discovery.ts'

const bad = { kind: 'bad', member: undefined } as const

describe('checkDiscovery', () => {
  it('is content with one of the two forms', () => {
    expect(list(checkDiscovery(createFacts()))).toEqual([
      'discovery.found good',
      'discovery.not_found good',
      'discovery.issuer_matches good',
      'discovery.endpoints good',
    ])
  })

  it.each<[string, DocumentOutcome, RegExp]>([
    ['redirect', { kind: 'redirect', status: 301, location: 'https://other.example/x' }, /https:\/\/other\.example\/x.*issuer/],
    ['too_large', { kind: 'too_large', maxBytes: 524_288 }, /524288/],
    ['timeout', { kind: 'timeout', timeoutSeconds: 10 }, /10 s.*--timeout/],
    ['unreachable', { kind: 'failed', code: 'ENOTFOUND' }, /ENOTFOUND.*host name/],
    ['certificate', { kind: 'failed', code: 'CERT_HAS_EXPIRED' }, /CERT_HAS_EXPIRED.*NODE_EXTRA_CA_CERTS/],
    ['status', answer({}, {}, 500), /500.*logs/],
    ['status', answer({}, {}, 403), /403.*public/],
    ['not_json', answer(undefined, { 'content-type': 'text/html' }), /text\/html.*web page/],
    ['not_json', answer([]), /no JSON object/],
  ])('a %s is a problem, and told with what to do', (name, outcome, words) => {
    const findings = checkDiscovery(createFacts({ oidc: document(outcome), verdict: bad }))
    expect(list(findings)).toContain(`discovery.${name} problem`)
    expect(read(findings, `discovery.${name}`)).toMatch(words)
  })

  it('of a form that is not needed a failure is a note', () => {
    const findings = checkDiscovery(createFacts({ oauth2: document(answer({}, {}, 500)) }))
    expect(list(findings)).toContain('discovery.status note')
  })

  it('says what another issuer is called, and that a slash counts', () => {
    const named = (name: unknown) =>
      checkDiscovery(createFacts({ oidc: document(answer({ ...metadata, issuer: name })), verdict: { kind: 'bad', member: 'issuer' } }))
    expect(read(named(`${issuer}/`), 'discovery.issuer_mismatch')).toMatch(/slash at the end.*issuer: https:\/\/id\.example\/$/)
    expect(read(named('https://evil.example'), 'discovery.issuer_mismatch')).toMatch(
      /names another issuer: https:\/\/evil\.example.*somebody else/,
    )
    expect(read(named(undefined), 'discovery.issuer_mismatch')).toMatch(/another issuer: nothing/)
  })

  it('says which member the library refuses', () => {
    const findings = checkDiscovery(createFacts({ verdict: { kind: 'bad', member: 'token_endpoint' } }))
    expect(read(findings, 'discovery.member')).toMatch(/token_endpoint.*https/)
  })

  it('says what to write for a provider that publishes nothing', () => {
    const nothing = document(answer({}, {}, 404))
    expect(read(checkDiscovery(createFacts({ oidc: nothing, oauth2: nothing, verdict: bad })), 'discovery.none')).toMatch(
      /"endpoints".*"jwksUri"/,
    )
  })

  it.each([
    ['no_jwks_uri problem', { jwks_uri: undefined }],
    ['no_token_endpoint note', { token_endpoint: undefined }],
    ['no_pkce note', { code_challenge_methods_supported: ['plain'] }],
  ])('tells %s', (expected, members) => {
    const findings = list(checkDiscovery(withMetadata(members as never)))
    expect(findings).toContain(`discovery.${expected}`)
    expect(findings).not.toContain('discovery.endpoints good')
  })

  it('tells where the two forms differ', () => {
    const oauth2 = document(answer({ ...metadata, token_endpoint: `${issuer}/other` }))
    expect(read(checkDiscovery(createFacts({ oauth2 })), 'discovery.forms_differ')).toMatch(/differ in token_endpoint/)
  })
})
