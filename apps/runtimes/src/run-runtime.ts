import { NotThereError } from './runners/runner.ts'
import type { Runtime } from './runtimes.ts'
import type { CheckResult, SuiteStart } from './suite/check.ts'

/** What is known of one runtime in the end. */
export interface RuntimeReport {
  readonly runtime: Runtime
  /** The checks that it said it would make. */
  readonly checks: readonly string[]
  readonly results: readonly CheckResult[]
  /** Why the run itself failed. */
  readonly failure: string | undefined
  /** Why the runtime is not to be had. */
  readonly absence: string | undefined
  readonly seconds: number
}

/** Runs the suite of a folder on a runtime. Never rejects: what goes wrong is in the report. */
export async function runRuntime(runtime: Runtime, folder: string): Promise<RuntimeReport> {
  const startedAt = performance.now()
  let start: SuiteStart | undefined
  const results: CheckResult[] = []
  let failure: string | undefined
  let absence: string | undefined
  try {
    await runtime.run(folder, (line) => {
      const told = JSON.parse(line) as SuiteStart | CheckResult
      if ('userAgent' in told) start = told
      else results.push(told)
    })
    if (!runtime.userAgent.test(start?.userAgent ?? '')) failure = `it calls itself ${start?.userAgent}, not ${runtime.userAgent}`
  } catch (error) {
    if (error instanceof NotThereError) absence = error.message
    else failure = error instanceof Error ? error.message : String(error)
  }
  return { runtime, checks: start?.checks ?? [], results, failure, absence, seconds: (performance.now() - startedAt) / 1000 }
}
