/** `main.ts [NAME…]`: installs each example like a user, or those named, and runs it against a live issuer. */
import { deepEqual } from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { packAll } from '../../../tools/pack.ts'
import { root } from '../../../tools/published-packages.ts'
import { examples } from './examples.ts'
import { InstalledExample } from './installed-example.ts'
import { startRegistry } from './start-registry.ts'

const atOnce = 2 // as many as a small machine's processors
const folder = join(root, 'examples')
const folders = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
deepEqual(Object.keys(examples).toSorted(), folders.toSorted(), 'each example has a check, and each check an example')

const named = process.argv.slice(2)
const unknown = named.filter((name) => !folders.includes(name))
if (unknown.length > 0) throw new Error(`no example ${unknown.join(', ')}: choose from ${folders.join(', ')}`)

await using registry = await startRegistry(packAll())
await using browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-proxy-server', '--disable-background-networking'],
})
const waiting = Object.entries(examples).filter(([name]) => named.length === 0 || named.includes(name))
let failed = 0

async function runNext(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, check] = next
    const startedAt = performance.now()
    try {
      await using example = await InstalledExample.install(join(folder, name), registry.origin)
      await check({ example, browser })
      console.log(`${name}: does what it says (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
    } catch (error) {
      failed += 1
      console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
await Promise.all(Array.from({ length: atOnce }, runNext))
process.exitCode = failed > 0 ? 1 : 0
