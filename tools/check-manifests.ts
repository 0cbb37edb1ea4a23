/** Every published package's manifest is whole, and tells npm the same as it tells the workspace. */
import { deepStrictEqual } from 'node:assert'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listPublishedPackages, type Manifest } from './published-packages.ts'

/** What is published: the same map without the condition that only the workspace uses. */
function withoutSource(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([condition]) => condition !== '@auth/source')
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutSource(inner)]))
}

function* listFaults(folder: string, manifest: Manifest): Generator<string> {
  if (manifest.type !== 'module') yield 'type must be module: ESM only'
  if (manifest.sideEffects !== false) yield 'sideEffects must be false'
  if (manifest.engines?.node !== '>=22.18') yield 'engines.node must be >=22.18'
  if (manifest.license !== 'MIT') yield 'license must be MIT'
  if (manifest.publishConfig?.access !== 'public') yield 'publishConfig.access must be public'
  if (manifest.publishConfig?.provenance !== true) yield 'publishConfig.provenance must be true'
  for (const file of ['README.md', 'LICENSE', 'src/index.ts', 'tsconfig.json', 'tsconfig.build.json'])
    if (!existsSync(join(folder, file))) yield `${file} is missing`
  for (const field of ['exports', 'imports'] as const) {
    try {
      deepStrictEqual(manifest.publishConfig?.[field], withoutSource(manifest[field]))
    } catch {
      yield `publishConfig.${field} must be ${field} without "@auth/source"`
    }
  }
  for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
    if (name.startsWith('@auth/') && range !== 'workspace:*') yield `${name} must be workspace:*`
  }
  // An exact version would keep npm from installing two packages of which one was updated.
  for (const [name, range] of Object.entries(manifest.peerDependencies ?? {})) {
    if (name.startsWith('@auth/') && range !== 'workspace:^') yield `the peer ${name} must be workspace:^`
  }
  const readme = existsSync(join(folder, 'README.md')) ? readFileSync(join(folder, 'README.md'), 'utf8') : ''
  if (!readme.startsWith(`# ${manifest.name}\n`)) yield 'README.md must begin with the package name'
  if (!readme.includes('\n## What this does not do\n')) yield 'README.md must say what the package does not do'
}

const faults = listPublishedPackages().flatMap(({ folder, manifest }) =>
  [...listFaults(folder, manifest)].map((fault) => `${manifest.name}: ${fault}`),
)
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
