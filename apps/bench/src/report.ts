import { cpus } from 'node:os'
import type { Measurement } from './measure.ts'

/** One table of the bench: what was compared, and which row is 1. */
export interface Comparison {
  readonly title: string
  readonly baseline: string
  readonly measurements: readonly Measurement[]
}

/** The machine and how noisy the run was: only ratios within one run count. */
export function describeMachine(): string {
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}, ${process.platform} ${process.arch}`
}

export function toTable({ title, baseline, measurements }: Comparison): string {
  const base = measurements.find(({ name }) => name === baseline)?.medianMicroseconds ?? Number.NaN
  const rows = measurements.map(({ name, medianMicroseconds, spread }) =>
    [
      name.padEnd(34),
      medianMicroseconds.toFixed(2).padStart(10),
      (medianMicroseconds / base).toFixed(2).padStart(8),
      `±${(spread * 50).toFixed(0)} %`.padStart(8),
    ].join(' '),
  )
  const head = ['', 'µs'.padStart(10), 'ratio'.padStart(8), 'spread'.padStart(8)]
  return [`\n${title} (ratio: ${baseline} = 1)`, [head[0]!.padEnd(34), ...head.slice(1)].join(' '), ...rows].join('\n')
}
