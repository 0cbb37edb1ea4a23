import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Effort } from './measure.ts'
import { type Comparison, describeMachine, toTable } from './report.ts'
import { compareExpressGuards } from './suites/express.ts'
import { compareTokenValidators } from './suites/tokens.ts'

const suites: Readonly<Record<string, (effort: Effort) => AsyncGenerator<Comparison>>> = {
  tokens: compareTokenValidators,
  express: compareExpressGuards,
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean', default: false } } })
const effort: Effort = values.quick ? { rounds: 3, roundMilliseconds: 5 } : { rounds: 21, roundMilliseconds: 40 }
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
const folder = new URL('../results/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('results.json', folder), JSON.stringify({ machine: describeMachine(), quick: values.quick, comparisons }, null, 2))
