import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { toChart } from './chart.ts'
import type { Comparison } from './comparison.ts'
import type { Effort } from './measure.ts'
import { toPage } from './page.ts'
import { describeMachine, describeNoise, toTable } from './report.ts'
import { compareTokenGetting } from './suites/client.ts'
import { compareColdStarts } from './suites/cold-start.ts'
import { compareDPoP } from './suites/dpop.ts'
import { compareExpressGuards } from './suites/express.ts'
import { compareGrowth } from './suites/growth.ts'
import { compareMemory } from './suites/memory.ts'
import { compareNestGuards } from './suites/nest.ts'
import { compareSizes } from './suites/sizes.ts'
import { compareTokenValidators } from './suites/tokens.ts'

const suites: Readonly<Record<string, (effort: Effort) => AsyncGenerator<Comparison>>> = {
  tokens: compareTokenValidators,
  growth: compareGrowth,
  dpop: compareDPoP,
  client: compareTokenGetting,
  express: compareExpressGuards,
  nest: compareNestGuards,
  'cold-start': compareColdStarts,
  memory: compareMemory,
  sizes: compareSizes,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, publish: { type: 'boolean', default: false } },
})
const effort: Effort = values.quick ? { rounds: 3, roundMilliseconds: 5, shrink: 20 } : { rounds: 21, roundMilliseconds: 40, shrink: 1 }
const chosen = positionals.length > 0 ? positionals : Object.keys(suites)
const unknown = chosen.find((name) => !(name in suites))
if (unknown !== undefined) throw new Error(`there is no suite "${unknown}": choose from ${Object.keys(suites).join(', ')}`)
if (values.publish && (values.quick || positionals.length > 0)) throw new Error('only a whole run is published')

const machine = describeMachine()
console.log(machine)
const comparisons: Comparison[] = []
for (const name of chosen) {
  for await (const comparison of suites[name]!(effort)) {
    comparisons.push(comparison)
    console.log(toTable(comparison))
  }
}
const noise = describeNoise(comparisons)
console.log(`\n${noise}`)

const drawn = comparisons.filter(({ unit }) => unit !== 'bytes')
const results = new URL('../results/', import.meta.url)
mkdirSync(results, { recursive: true })
writeFileSync(new URL('results.json', results), JSON.stringify({ machine, noise, quick: values.quick, comparisons }, null, 2))
writeFileSync(new URL('results.svg', results), toChart(drawn))
if (values.publish) {
  const docs = new URL('../../../docs/', import.meta.url)
  writeFileSync(new URL('performance.svg', docs), toChart(drawn))
  writeFileSync(new URL('performance.md', docs), toPage(comparisons, { machine, noise }))
}
