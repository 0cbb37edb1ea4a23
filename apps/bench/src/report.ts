import { cpus } from 'node:os'
import { type Comparison, findMedian, judgeGoals } from './comparison.ts'

/** The machine: only ratios within one run count. */
export function describeMachine(): string {
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}, ${process.platform} ${process.arch}`
}

/** How noisy the run was: half of all rows that were timed lie below this spread. */
export function describeNoise(comparisons: readonly Comparison[]): string {
  const timed = comparisons.filter(({ unit }) => unit === 'µs' || unit === 'ms')
  const spreads = timed.flatMap(({ measurements }) => measurements.map(({ spread }) => spread)).toSorted((a, b) => a - b)
  const at = (share: number): string => `±${((spreads[Math.floor((spreads.length - 1) * share)] ?? 0) * 50).toFixed(1)} %`
  return `Noise: half of the rows vary by less than ${at(0.5)} around their median, nine in ten by less than ${at(0.9)}.`
}

export function toNumber(value: number): string {
  return value >= 1000 ? value.toFixed(0) : value.toFixed(2)
}

/** A comparison as text for the terminal. */
export function toTable(comparison: Comparison): string {
  const { title, unit, baseline, measurements } = comparison
  const base = findMedian(comparison, baseline)
  const width = Math.max(34, ...measurements.map(({ name }) => name.length))
  const toRow = (name: string, ...cells: string[]): string => [name.padEnd(width), ...cells.map((cell) => cell.padStart(10))].join(' ')
  const rows = measurements.map(({ name, median, spread }) =>
    toRow(name, toNumber(median), (median / base).toFixed(2), `±${(spread * 50).toFixed(0)} %`),
  )
  const goals = judgeGoals(comparison).map(
    ({ name, atMost, of, reached, isMet }) =>
      `  ${isMet ? 'met' : 'NOT MET'}: ${name} at most ${of === undefined ? `${atMost} ${unit}` : `${atMost} × ${of}`}, reached ${reached.toFixed(2)}`,
  )
  return [`\n${title} (ratio: ${baseline} = 1)`, toRow('', unit, 'ratio', 'spread'), ...rows, ...goals].join('\n')
}
