import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Comparison } from '../comparison.ts'
import type { Effort } from '../measure.ts'
import { type MemoryScenario, memoryScenarios } from '../memory-scenarios.ts'

/** What an hour of traffic may add to what there was after ten minutes. */
const flat = 1.05

interface Report {
  readonly bytesPerEntry: number
  readonly afterTenMinutes: number
  readonly afterAnHour: number
}

function run(scenario: string, shrink: number): Report {
  const file = fileURLToPath(new URL('../run-memory-scenario.ts', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', file, scenario, String(shrink)], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Report
}

function compare(name: string, { entries, budgetBytes }: MemoryScenario, shrink: number): Comparison {
  const { bytesPerEntry, afterTenMinutes, afterAnHour } = run(name, shrink)
  const rows = {
    [`each of ${Math.ceil(entries / shrink)}`]: bytesPerEntry,
    'traffic, after ten minutes': afterTenMinutes,
    'traffic, after an hour': afterAnHour,
  }
  const [each = '', tenMinutes = '', hour = ''] = Object.keys(rows)
  return {
    title: `Memory: ${name}`,
    unit: 'bytes',
    baseline: tenMinutes,
    measurements: Object.entries(rows).map(([row, median]) => ({ name: row, median, spread: 0 })),
    goals: [
      { name: each, atMost: budgetBytes },
      { name: hour, atMost: flat, of: tenMinutes },
    ],
  }
}

/** What is kept, in bytes of the heap after its garbage was collected; each scenario in a process of its own. */
export async function* compareMemory({ shrink }: Effort): AsyncGenerator<Comparison> {
  for (const [name, scenario] of Object.entries(memoryScenarios)) yield compare(name, scenario, shrink)
}
