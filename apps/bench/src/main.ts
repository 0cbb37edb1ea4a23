import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Comparison } from './comparison.ts'
import type { Effort } from './measure.ts'
import { describeMachine, describeNoise, toTable } from './report.ts'
import { compareTokenGetting } from './suites/client.ts'
import { compareColdStarts } from './suites/cold-start.ts'
import { compareDPoP } from './suites/dpop.ts'
import { compareExpressGuards } from './suites/express.ts'
import { compareGrowth } from './suites/growth.ts'
import { compareTokenValidators } from './suites/tokens.ts'

const suites: Readonly<Record<string, (effort: Effort) => AsyncGenerator<Comparison>>> = {
  tokens: compareTokenValidators,
  growth: compareGrowth,
  dpop: compareDPoP,
  client: compareTokenGetting,
  express: compareExpressGuards,
  'cold-start': compareColdStarts,
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean', default: false } } })
const effort: Effort = values.quick ? { rounds: 3, roundMilliseconds: 5, shrink: 20 } : { rounds: 21, roundMilliseconds: 40, shrink: 1 }
const chosen = positionals.length > 0 ? positionals : Object.keys(suites)

console.log(describeMachine())
const comparisons: Comparison[] = []
for (const name of chosen) {
  const suite = suites[name]
  if (!suite) throw new Error(`there is no suite "${name}": choose from ${Object.keys(suites).join(', ')}`)
  for await (const comparison of suite(effort)) {
    comparisons.push(comparison)
    console.log(toTable(comparison))
  }
}
console.log(`\n${describeNoise(comparisons)}`)
const folder = new URL('../results/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('results.json', folder), JSON.stringify({ machine: describeMachine(), quick: values.quick, comparisons }, null, 2))
