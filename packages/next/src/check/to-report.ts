import type { Finding } from './ask-door.ts'
import type { CheckResult } from './check-application.ts'

/** What a check has found, as lines to print: what is open comes last. */
export function toReport({ findings, open, unknownNames }: CheckResult): readonly string[] {
  const lines = findings
    .filter((finding) => !open.includes(finding))
    .map((finding) => toLine(finding.verdict.kind === 'refuses' ? 'guarded' : 'public', finding))
  return [
    ...lines,
    ...open.map((finding) => toLine(finding.verdict.kind === 'answers' ? 'OPEN' : 'UNCLEAR', finding)),
    ...unknownNames.map((name) => `UNKNOWN  ${name} is declared public, and is not in the build`),
    isGood({ open, unknownNames })
      ? `${findings.length} answers, and nothing is open that is not declared public`
      : `${open.length} of ${findings.length} answers are open or unclear: guard them with protect(), or declare them with --public NAME`,
  ]
}

/** Whether nothing was found that must not be. */
export function isGood({ open, unknownNames }: Pick<CheckResult, 'open' | 'unknownNames'>): boolean {
  return open.length === 0 && unknownNames.length === 0
}

function toLine(word: string, { door, asked, verdict }: Finding): string {
  const how = 'how' in verdict ? `  ${verdict.how}` : ''
  return `${word.padEnd(8)} ${door.kind.padEnd(7)} ${asked} ${door.name}${how}`
}
