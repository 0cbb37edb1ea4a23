import type { RuntimeReport } from './run-runtime.ts'

/** What the table says in one cell. */
export type Cell = 'passed' | 'FAILED' | 'not there' | 'no result'

/** What a runtime says of a check; one that was promised and never told has no result, which is a failure. */
export function toCell({ results, absence }: RuntimeReport, check: string): Cell {
  if (absence !== undefined) return 'not there'
  const result = results.find((each) => each.check === check)
  return result === undefined ? 'no result' : result.failure === undefined ? 'passed' : 'FAILED'
}

/** Every check that any runtime knows. */
export function listChecks(reports: readonly RuntimeReport[]): readonly string[] {
  return [...new Set(reports.flatMap(({ checks }) => checks))]
}

/** One table, check by runtime, and below it why what is not "passed" is not. */
export function toTable(reports: readonly RuntimeReport[]): string {
  const head = ['', ...reports.map(({ runtime }) => runtime.name)]
  const rows = listChecks(reports).map((check) => [check, ...reports.map((report) => toCell(report, check))])
  const seconds = ['seconds', ...reports.map((report) => report.seconds.toFixed(1))]
  const table = [head, ...rows, seconds]
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [...lines, ...reports.flatMap(toReasons)].join('\n')
}

function toReasons({ runtime: { name }, results, failure, absence }: RuntimeReport): readonly string[] {
  const reasons = results.flatMap((result) => (result.failure === undefined ? [] : [`${name}: ${result.check}: ${result.failure}`]))
  if (failure !== undefined) reasons.push(`${name}: the run failed: ${failure}`)
  if (absence !== undefined) reasons.push(`${name} is not there, nothing was checked on it: ${absence}`)
  return reasons
}
