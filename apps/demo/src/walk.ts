import { inspect, styleText } from 'node:util'

/** One step's claim did not hold. */
class StepError extends Error {
  override readonly name = 'StepError'
}

/** Prints a walk-through, a line a step, and remembers whether each step did what it says. */
export class Walk {
  #passed = 0
  #failed = 0

  /** How many steps held, and how many did not. */
  get result(): { readonly passed: number; readonly failed: number } {
    return { passed: this.#passed, failed: this.#failed }
  }

  chapter(title: string): void {
    console.log(`\n${paint('bold', title)}`)
  }

  /** Runs one step; `work` says what came back, or throws when it is not what the step claims. */
  async step(claim: string, work: () => Promise<string>): Promise<void> {
    const startedAt = performance.now()
    const took = (): string => paint('dim', `${(performance.now() - startedAt).toFixed(1)} ms`)
    try {
      const outcome = await work()
      this.#passed++
      console.log(`  ${paint('green', '✓')} ${claim} ${paint('cyan', `→ ${outcome}`)}  ${took()}`)
    } catch (error) {
      this.#failed++
      console.log(`  ${paint('red', '✗')} ${claim}  ${took()}\n    ${error instanceof StepError ? error.message : inspect(error)}`)
    }
  }
}

/** Colour where the terminal has it: not in a pipe, not with NO_COLOR. */
export function paint(style: Parameters<typeof styleText>[0], text: string): string {
  return styleText(style, text, { stream: process.stdout })
}

/** Ends a step whose claim does not hold. */
export function expectThat(holds: boolean, expected: string, got: unknown): asserts holds {
  if (!holds) throw new StepError(`expected ${expected}, got ${inspect(got, { depth: 4 })}`)
}
