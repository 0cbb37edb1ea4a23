import type { Measurement } from './measure.ts'

/** What a row must not exceed: so many times what another row of the same run took, or so much at all. */
export interface Goal {
  readonly name: string
  readonly atMost: number
  /** The other row; without one, `atMost` is in the comparison's unit. */
  readonly of?: string
}

/** One table of the bench: things that were measured in turns, within one run. */
export interface Comparison {
  readonly title: string
  readonly unit: 'µs' | 'ms' | 'bytes' | 'kB'
  /** The row that the others are told as multiples of. */
  readonly baseline: string
  readonly measurements: readonly Measurement[]
  readonly goals: readonly Goal[]
}

/** What a row came to. */
export function findMedian({ title, measurements }: Comparison, name: string): number {
  const found = measurements.find((measurement) => measurement.name === name)
  if (!found) throw new Error(`"${title}" has no row "${name}"`)
  return found.median
}

/** A goal, and how far the run came. */
export interface JudgedGoal extends Goal {
  readonly reached: number
  readonly isMet: boolean
}

export function judgeGoals(comparison: Comparison): JudgedGoal[] {
  return comparison.goals.map((goal) => {
    const reached = findMedian(comparison, goal.name) / (goal.of === undefined ? 1 : findMedian(comparison, goal.of))
    return { ...goal, reached, isMet: reached <= goal.atMost }
  })
}
