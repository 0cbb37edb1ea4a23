/** One of the things that are compared. `run` does the work once; a promise is awaited. */
export interface Candidate {
  readonly name: string
  readonly run: () => unknown
}

/** What one candidate took per run, in the comparison's unit. */
export interface Measurement {
  readonly name: string
  readonly median: number
  /** The quarter above the median and the quarter below it, as a share of it: how noisy the run was. */
  readonly spread: number
}

/** How long the comparison goes on. */
export interface Effort {
  readonly rounds: number
  readonly roundMilliseconds: number
  /** What long preparations and large numbers are divided by. */
  readonly shrink: number
}

/** Measures the candidates in turns, round by round, so that a slow moment of the machine meets all of them. In microseconds. */
export async function measure(candidates: readonly Candidate[], { rounds, roundMilliseconds }: Effort): Promise<Measurement[]> {
  const series = candidates.map((candidate) => ({ candidate, runsPerRound: 1, times: [] as number[] }))
  for (const entry of series) entry.runsPerRound = await calibrate(entry.candidate, roundMilliseconds)
  for (let round = 0; round < rounds; round++) {
    for (const { candidate, runsPerRound, times } of series) times.push(await time(candidate, runsPerRound))
  }
  return series.map(({ candidate, times }) => summarise(candidate.name, times))
}

/** Also warms the candidate up: the count doubles until a round is long enough. */
async function calibrate(candidate: Candidate, roundMilliseconds: number): Promise<number> {
  for (let runs = 8; ; runs *= 2) {
    const microseconds = await time(candidate, runs)
    if (microseconds * runs >= roundMilliseconds * 1000) return runs
  }
}

async function time({ run }: Candidate, runs: number): Promise<number> {
  const startedAt = performance.now()
  for (let index = 0; index < runs; index++) {
    const result = run()
    if (result instanceof Promise) await result
  }
  return ((performance.now() - startedAt) * 1000) / runs
}

export function summarise(name: string, values: readonly number[]): Measurement {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
  return { name, median: at(0.5), spread: (at(0.75) - at(0.25)) / at(0.5) }
}
