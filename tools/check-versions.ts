/** On a copy, `changeset version` makes of the changesets that wait one version for all packages, with a changelog each. What is not published keeps its version, and asks for the new one. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { listPublishedPackages, type Manifest, root } from './published-packages.ts'
import { run } from './run.ts'

const copy = mkdtempSync(join(tmpdir(), 'auth-versions-'))
const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** What `changeset version` reads: every manifest, and the changesets with the time at which they were written. */
function makeCopy(): void {
  run('git', ['clone', '--quiet', '--no-checkout', root, copy], root)
  for (const file of run('git', ['ls-files', '*package.json', '*CHANGELOG.md', 'pnpm-*.yaml'], root).trim().split('\n'))
    cpSync(join(root, file), join(copy, file))
  cpSync(join(root, '.changeset'), join(copy, '.changeset'), { recursive: true })
}

function* listFaults(): Generator<string> {
  const packages = listPublishedPackages()
  const versions = new Set(packages.map(({ folder }) => readManifest(join(copy, relative(root, folder))).version))
  const [version = ''] = versions
  if (versions.size !== 1) yield `the packages would get different versions: ${[...versions].join(', ')}`
  for (const { folder, manifest } of packages) {
    const folderOfCopy = join(copy, relative(root, folder))
    if (JSON.stringify({ ...readManifest(folderOfCopy), version: manifest.version }) !== JSON.stringify(manifest))
      yield `${manifest.name}: more than its version would change`
    const changelog = join(folderOfCopy, 'CHANGELOG.md')
    if (!existsSync(changelog) || !readFileSync(changelog, 'utf8').includes(`\n## ${version}\n`))
      yield `${manifest.name}: its changelog would not tell of ${version}`
  }
  for (const file of run('git', ['ls-files', 'apps/*/package.json', 'examples/*/package.json'], root).trim().split('\n')) {
    const { version: ofCopy, dependencies = {} } = readManifest(join(copy, dirname(file)))
    if (ofCopy !== readManifest(join(root, dirname(file))).version) yield `${file}: its version would change, and it is not published`
    for (const [name, range] of Object.entries(dependencies))
      if (name.startsWith('@auth/') && !range.startsWith('workspace:') && range !== `^${version}`)
        yield `${file} would ask for ${name} ${range}`
  }
  console.log(`the next version is ${version}`)
}

try {
  makeCopy()
  run(join(root, 'node_modules/.bin/changeset'), ['version'], copy)
  const faults = [...listFaults()]
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
} finally {
  rmSync(copy, { recursive: true, force: true })
}
