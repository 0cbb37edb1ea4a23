import type { FindingStatus } from '../finding.ts'
import type { DoctorReport } from './create-report.ts'

const marks: Readonly<Record<FindingStatus, string>> = { good: '+', note: '!', problem: 'x', skipped: '-' }

const titles: Readonly<Record<DoctorReport['checks'][number]['check'], string>> = {
  discovery: 'Discovery',
  tls: 'TLS',
  clock: 'Clock',
  keys: 'Keys',
  dpop: 'DPoP',
  par: 'Pushed requests (PAR)',
  response_issuer: 'Issuer in answers (RFC 9207)',
  token: 'Token',
  client: 'Client',
}

/** The report for people. */
export function renderText({ issuer, checks, snippets }: DoctorReport): readonly string[] {
  const lines = checks.flatMap(({ check, findings }) => [
    '',
    titles[check],
    ...findings.flatMap(({ status, message, remedy }) => [
      `  ${marks[status]} ${message}`,
      ...(remedy === undefined ? [] : [`    -> ${remedy}`]),
    ]),
  ])
  const problems = checks.flatMap(({ findings }) => findings).filter(({ status }) => status === 'problem').length
  const code = [
    ['Protect an Express API:', snippets.express],
    ['Check tokens anywhere:', snippets.validator],
    ['Get tokens:', snippets.client],
  ].flatMap(([title = '', snippet = '']) => ['', title, ...snippet.split('\n').map((line) => `  ${line}`)])
  const verdict = problems === 0 ? 'No problem found.' : `${problems} problem${problems === 1 ? '' : 's'} found, marked x.`
  return [`The provider ${issuer}`, ...lines, ...code, '', verdict]
}
