/**
 * Every published package is what its users need: publint finds nothing in the tarball, its types resolve (attw), it
 * installs with plain npm into an empty folder elsewhere, its commands run there, and each of its entry points imports
 * there and, as CommonJS programs do, by require. The declarations of all compile for servers, pages and edge workers.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { listDeclarationFaults } from './list-declaration-faults.ts'
import { packAll } from './pack.ts'
import { listEntryPoints, listPublishedPackages, type Manifest, type PublishedPackage, root, withSiblings } from './published-packages.ts'
import { run } from './run.ts'

const packages = listPublishedPackages()
const tarballs = packAll()

async function checkWithPublint({ manifest }: PublishedPackage, tarball: string): Promise<void> {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball)
  const { messages, pkg } = await publint({
    pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) },
    strict: true,
  })
  if (messages.length > 0)
    throw new Error(messages.map((message) => `${manifest.name}: publint: ${formatMessage(message, pkg)}`).join('\n'))
}

/** attw says nothing about a package without types: that they are there is checked first. */
function checkTypes({ manifest }: PublishedPackage, tarball: string): void {
  const files = run('tar', ['-tzf', tarball], root)
  for (const entry of Object.values(manifest.publishConfig?.exports ?? {})) {
    const types = typeof entry === 'object' && entry !== null && 'types' in entry ? String(entry.types) : undefined
    if (types && !files.includes(`package/${types.slice(2)}\n`)) throw new Error(`${manifest.name}: ${types} is not in the tarball`)
  }
  run('attw', [tarball, '--profile', 'esm-only', '--no-emoji'], root)
}

/** What a subpath may need and npm does not install by itself, but for the family's own. */
function listOptionalPeers({ peerDependencies = {}, peerDependenciesMeta = {} }: Manifest): string[] {
  return Object.entries(peerDependencies).flatMap(([name, range]) =>
    peerDependenciesMeta[name]?.optional === true && !name.startsWith('@auth/') ? [`${name}@${range}`] : [],
  )
}

function checkInstall({ manifest }: PublishedPackage): void {
  const folder = mkdtempSync(join(tmpdir(), 'auth-tarball-'))
  try {
    const needed = [...withSiblings(manifest, packages).map(({ name }) => tarballs.get(name) ?? name), ...listOptionalPeers(manifest)]
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }))
    run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...needed], folder)
    for (const command of Object.keys(manifest.bin ?? {})) run(join(folder, 'node_modules/.bin', command), ['--help'], folder)
    for (const specifier of listEntryPoints(manifest)) {
      const load = `const m = await import('${specifier}'); if (Object.keys(m).length === 0) throw new Error('${specifier} exports nothing')`
      run('node', ['--input-type=module', '-e', load], folder)
      run('node', ['--input-type=commonjs', '-e', `require('${specifier}')`], folder)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

for (const entry of packages) {
  const tarball = tarballs.get(entry.manifest.name) ?? ''
  await checkWithPublint(entry, tarball)
  checkTypes(entry, tarball)
  checkInstall(entry)
  console.log(`${entry.manifest.name}: ${listEntryPoints(entry.manifest).length} entry points`)
}

const faults = listDeclarationFaults(
  [...tarballs.values(), ...packages.flatMap(({ manifest }) => listOptionalPeers(manifest))],
  packages.flatMap(({ manifest }) => listEntryPoints(manifest)),
)
if (faults.length > 0) throw new Error(`declarations do not compile\n${faults.join('\n')}`)
console.log('all declarations compile')
