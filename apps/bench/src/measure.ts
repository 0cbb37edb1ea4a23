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

/** What the candidates took: on the clock, and of all processors together. */
export interface Measured {
  readonly byClock: Measurement[]
  readonly byProcessors: Measurement[]
}

/** Measures the candidates in turns, round by round, so that a slow moment of the machine meets all of them. In microseconds. */
export async function measureBoth(candidates: readonly Candidate[], { rounds, roundMilliseconds }: Effort): Promise<Measured> {
  const series = candidates.map((candidate) => ({ candidate, runsPerRound: 1, times: [] as Times[] }))
  for (const entry of series) entry.runsPerRound = await calibrate(entry.candidate, roundMilliseconds)
  for (let round = 0; round < rounds; round++) {
    for (const { candidate, runsPerRound, times } of series) times.push(await time(candidate, runsPerRound))
  }
  const toMeasurements = (by: keyof Times): Measurement[] =>
    series.map(({ candidate, times }) =>
      summarise(
        candidate.name,
        times.map((each) => each[by]),
      ),
    )
  return { byClock: toMeasurements('clock'), byProcessors: toMeasurements('processors') }
}

/** {@link measureBoth}, on the clock. */
export async function measure(candidates: readonly Candidate[], effort: Effort): Promise<Measurement[]> {
  return (await measureBoth(candidates, effort)).byClock
}

/** What one run took, in microseconds. */
interface Times {
  readonly clock: number
  readonly processors: number
}

/** Also warms the candidate up: the count doubles until a round is long enough. */
async function calibrate(candidate: Candidate, roundMilliseconds: number): Promise<number> {
  for (let runs = 8; ; runs *= 2) {
    const { clock } = await time(candidate, runs)
    if (clock * runs >= roundMilliseconds * 1000) return runs
  }
}

async function time({ run }: Candidate, runs: number): Promise<Times> {
  const startedAt = performance.now()
  const usedBefore = process.cpuUsage()
  for (let index = 0; index < runs; index++) {
    const result = run()
    if (result instanceof Promise) await result
  }
  const { user, system } = process.cpuUsage(usedBefore)
  return { clock: ((performance.now() - startedAt) * 1000) / runs, processors: (user + system) / runs }
}

export function summarise(name: string, values: readonly number[]): Measurement {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
  return { name, median: at(0.5), spread: (at(0.75) - at(0.25)) / at(0.5) }
}
