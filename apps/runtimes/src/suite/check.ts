import type { World } from './world.ts'

/** One thing that must hold on every runtime. */
export interface Check {
  /** What the table calls it. */
  readonly name: string
  /** Rejects, saying what is wrong, when it does not hold. */
  readonly run: (world: World) => Promise<void>
}

/** What a runtime tells of one check. */
export interface CheckResult {
  readonly check: string
  readonly failure?: string | undefined
}

/** What a runtime tells first: what it says it is, and what will be checked. */
export interface SuiteStart {
  readonly userAgent: string
  readonly checks: readonly string[]
}
