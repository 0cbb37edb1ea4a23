import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { installTarballs } from './install-tarballs.ts'
import { runRuntime, type RuntimeReport } from './run-runtime.ts'
import { runtimes } from './runtimes.ts'
import { toTable } from './to-table.ts'
import { toVerdict } from './to-verdict.ts'

/** `main.ts [--all] [NAME…]`: the suite on every runtime, or on those named; `--all` takes no missing one but an optional one. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { all: { type: 'boolean', default: false } } })
const unknown = positionals.filter((name) => !runtimes.some((runtime) => runtime.name === name))
if (unknown.length > 0) throw new Error(`no runtime ${unknown.join(', ')}: choose from ${runtimes.map(({ name }) => name).join(', ')}`)

const folder = installTarballs()
const reports: RuntimeReport[] = []
try {
  for (const runtime of runtimes) {
    if (positionals.length === 0 || positionals.includes(runtime.name)) reports.push(await runRuntime(runtime, folder))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(toTable(reports))
const { passes, summary } = toVerdict(reports, values)
console.log(`\n${summary}`)
process.exitCode = passes ? 0 : 1
