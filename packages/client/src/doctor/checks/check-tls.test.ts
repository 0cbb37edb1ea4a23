import { expect, it } from 'vitest'
import { createFacts, list, now, read } from '../../../test/doctor/create-facts.ts'
import type { CertificateFacts } from '../facts.ts'
import { checkTLS } from './check-tls.ts'

const day = 86_400_000
const good = { kind: 'connected', distrust: undefined, protocol: 'TLSv1.3', validFrom: now - day, validTo: now + 90 * day } as const

const check = (outcome: CertificateFacts['outcome']) => checkTLS(createFacts({ certificates: [{ host: 'id.example', outcome }] }))

it.each<[string, Partial<typeof good> | { kind: 'failed'; code: string }, RegExp]>([
  ['good good', {}, /id\.example: TLSv1\.3.*90 days/],
  ['expires_soon note', { validTo: now + 5 * day }, /in 5 days/],
  ['expired problem', { validTo: now - day, distrust: 'CERT_HAS_EXPIRED' } as never, /expired on 2026-05-31.*renew/],
  ['not_yet_valid problem', { validFrom: now + day }, /from 2026-06-02 on.*clock/],
  ['untrusted problem', { distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT' } as never, /DEPTH_ZERO_SELF_SIGNED_CERT.*NODE_EXTRA_CA_CERTS/],
  ['untrusted problem', { distrust: 'ERR_TLS_CERT_ALTNAME_INVALID' } as never, /another host's/],
  ['unreachable problem', { kind: 'failed', code: 'ECONNREFUSED' }, /ECONNREFUSED.*TLS 1\.2/],
])('%s for %j', (expected, more, words) => {
  const findings = check({ ...good, ...more })
  expect(list(findings)).toEqual([`tls.${expected}`])
  expect(read(findings, `tls.${expected.split(' ')[0] ?? ''}`)).toMatch(words)
})

it('has nothing to look at on loopback without TLS', () => {
  expect(list(checkTLS(createFacts({ issuer: 'http://127.0.0.1:3000' })))).toEqual(['tls.loopback skipped'])
})
