import type { RuntimeReport } from './run-runtime.ts'
import { listChecks, toCell } from './to-table.ts'

/** Whether the run is a success, and the last line that says so. */
export interface Verdict {
  readonly passes: boolean
  readonly summary: string
}

/** Passed are those that said so; everything else fails, but a runtime that is not there, unless `all` are asked for. */
export function toVerdict(reports: readonly RuntimeReport[], { all }: { readonly all: boolean }): Verdict {
  const checks = listChecks(reports)
  const present = reports.filter(({ absence }) => absence === undefined)
  const cells = present.flatMap((report) => checks.map((check) => toCell(report, check)))
  const passed = cells.filter((cell) => cell === 'passed').length
  const brokenRuns = present.filter(({ failure }) => failure !== undefined).length
  const absent = reports.filter(({ absence }) => absence !== undefined)
  const missed = absent.filter(({ runtime }) => all && runtime.isOptional !== true)
  const failed = cells.length - passed + brokenRuns + missed.length
  const names = absent.map(({ runtime }) => runtime.name).join(', ')
  return {
    passes: failed === 0 && passed > 0,
    summary: `${passed} passed, ${failed} failed on ${present.length} runtimes${names && `; not there: ${names}`}`,
  }
}
