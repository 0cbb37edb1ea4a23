import { type Comparison, findMedian, judgeGoals } from './comparison.ts'
import { toNumber } from './report.ts'

/** What a page says of a whole run. */
export interface RunDescription {
  readonly machine: string
  readonly noise: string
}

function toTableLines(comparison: Comparison): string[] {
  const { title, unit, baseline, measurements } = comparison
  const base = findMedian(comparison, baseline)
  const rows = measurements.map(
    ({ name, median, spread }) => `| ${name} | ${toNumber(median)} | ${(median / base).toFixed(2)} | ±${(spread * 50).toFixed(0)} % |`,
  )
  const goals = judgeGoals(comparison).map(({ name, atMost, of, reached, isMet }) => {
    const limit = of === undefined ? `${atMost} ${unit}` : `${atMost} × ${of}`
    return `- ${isMet ? 'met' : '**not met**'}: ${name} at most ${limit}; reached ${reached.toFixed(2)}`
  })
  return [`## ${title}`, '', `| | ${unit} | × ${baseline} | spread |`, '|---|---:|---:|---:|', ...rows, '', ...goals, '']
}

/** A run as a page of the docs. */
export function toPage(comparisons: readonly Comparison[], { machine, noise }: RunDescription): string {
  return [
    '# Performance',
    '',
    'Written by `npx -y pnpm@12.21.0 bench --publish`; no number here is from anywhere else. All rows of a table were measured in',
    'turns within one process; only their ratios mean anything on another machine. Each line under a table is a goal.',
    '',
    `Machine: ${machine}. ${noise}`,
    '',
    '![Medians, the shorter the better](performance.svg)',
    '',
    ...comparisons.flatMap(toTableLines),
  ].join('\n')
}
