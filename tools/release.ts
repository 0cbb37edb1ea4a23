/**
 * Builds, checks and packs every package, says what each contains and weighs, and publishes the tarballs that were
 * checked. With `--dry-run` nothing is published; without, everything that stands in the way is refused.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describePackages } from './describe-packages.ts'
import { listReleaseObstacles } from './list-release-obstacles.ts'
import { listTarballs } from './pack.ts'
import { listPublishedPackages, type Manifest, root } from './published-packages.ts'
import { run } from './run.ts'

const isDryRun = process.argv.includes('--dry-run')
const packages = listPublishedPackages()

/** Runs a script of the workspace, with its output; whether it passed. */
function runScript(name: string): boolean {
  console.log(`\n== ${name}`)
  return spawnSync('pnpm', ['run', name], { cwd: root, stdio: 'inherit' }).status === 0
}

/** What the registry holds under this name and version, as npm writes digests. */
function fetchPublishedDigest(specifier: string): string {
  const { stdout } = spawnSync('npm', ['view', specifier, 'dist.integrity'], { cwd: root, encoding: 'utf8' })
  return stdout.trim()
}

/** What is needed comes before what needs it. */
function listInOrder(manifests: readonly Manifest[], found = new Set<Manifest>()): Manifest[] {
  for (const manifest of manifests.filter((manifest) => !found.has(manifest))) {
    const needed = packages
      .map((entry) => entry.manifest)
      .filter(({ name }) => manifest.dependencies?.[name] ?? manifest.peerDependencies?.[name])
    listInOrder(needed, found)
    found.add(manifest)
  }
  return [...found]
}

/** Publishes every tarball. What a release that broke off has published already is left as it is. */
function publishAll(tarballs: ReadonlyMap<string, string>): void {
  for (const { name, version } of listInOrder(packages.map(({ manifest }) => manifest))) {
    const tarball = tarballs.get(name)!
    if (fetchPublishedDigest(`${name}@${version}`) === `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`) {
      console.log(`${name}@${version} is published already`)
      continue
    }
    run('npm', ['publish', tarball, '--access', 'public', '--provenance'], root)
    console.log(`${name}@${version} is published`)
  }
}

const obstacles = [...listReleaseObstacles(packages, process.env)]
if (obstacles.length > 0 && !isDryRun) {
  console.error(['Nothing is published:', ...obstacles].join('\n- '))
  process.exit(1)
}

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
// What is built comes first, and the tarballs last: those that were checked are those that are described and published.
const checks = Object.keys(scripts).filter((name) => name.startsWith('check:') && name !== 'check:tarballs')
const failed = ['build', 'docs', 'typecheck', 'lint', ...checks, 'check:tarballs'].filter((name) => !runScript(name))
const tarballs = listTarballs()
console.log(`\n${await describePackages(packages, tarballs)}`)
if (failed.length > 0) console.error(['\nThese do not hold:', ...failed].join('\n- '))
if (isDryRun)
  console.log(['\nNothing was published. What stands in the way of it:', ...(obstacles.length > 0 ? obstacles : ['nothing'])].join('\n- '))
else if (failed.length === 0) publishAll(tarballs)
process.exitCode = failed.length > 0 ? 1 : 0
