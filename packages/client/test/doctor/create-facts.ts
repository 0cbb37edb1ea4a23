import type { ServerMetadata } from '@auth/jwks'
import type { DocumentFacts, DocumentOutcome, Facts } from '../../src/doctor/facts.ts'
import type { Finding } from '../../src/doctor/finding.ts'
import { toText } from '../../src/doctor/report/to-text.ts'

export const issuer = 'https://id.example'
export const now: number = Date.parse('2026-06-01T12:00:00Z')

export const metadata: ServerMetadata = {
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  code_challenge_methods_supported: ['S256'],
}

/** An answer with JSON, made at `now`. */
export function answer(value: unknown, headers: Record<string, string> = {}, status = 200): DocumentOutcome {
  return { kind: 'answer', status, headers: new Headers(headers), text: JSON.stringify(value) ?? '', value, at: now }
}

export function document(outcome: DocumentOutcome, url = `${issuer}/document`): DocumentFacts {
  return { url, outcome }
}

/** Facts of a provider with which all is well, but for what is given. */
export function createFacts(more: Partial<Facts> = {}): Facts {
  return {
    issuer,
    audience: undefined,
    now,
    oidc: document(answer(metadata), `${issuer}/oidc`),
    oauth2: document(answer({}, {}, 404), `${issuer}/oauth2`),
    verdict: { kind: 'good', metadata },
    jwks: undefined,
    certificates: [],
    tokens: [],
    client: undefined,
    ...more,
  }
}

/** Facts with metadata like these. */
export function withMetadata(more: Partial<ServerMetadata>, facts: Partial<Facts> = {}): Facts {
  return createFacts({ verdict: { kind: 'good', metadata: { ...metadata, ...more } }, ...facts })
}

/** What was found, in short: `id status`. */
export function list(findings: readonly Finding[]): string[] {
  return findings.map(({ id, status }) => `${id} ${status}`)
}

/** A finding of this id in words, remedy included. */
export function read(findings: readonly Finding[], id: string): string {
  const finding = findings.find((each) => each.id === id)
  const plain = (text: string): string => text
  return finding
    ? [finding.message, finding.remedy].flatMap((message) => (message ? toText(message, plain) : [])).join(' -> ')
    : 'not found'
}
