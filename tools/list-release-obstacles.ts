import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PublishedPackage, root } from './published-packages.ts'
import { run } from './run.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Whether npm can get a signed statement of where this was built: GitHub Actions with `id-token: write`, or GitLab CI. */
function hasIdentity(environment: Environment): boolean {
  return Boolean(
    (environment['GITHUB_ACTIONS'] && environment['ACTIONS_ID_TOKEN_REQUEST_URL'] && environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN']) ||
    (environment['GITLAB_CI'] && environment['SIGSTORE_ID_TOKEN']),
  )
}

function* listVersionObstacles(packages: readonly PublishedPackage[]): Generator<string> {
  const waiting = readdirSync(join(root, '.changeset')).filter((file) => file.endsWith('.md') && file !== 'README.md')
  if (waiting.length > 0) yield `${waiting.length} changesets wait: run \`changeset version\`, and commit what it writes`
  const versions = new Set(packages.map(({ manifest }) => manifest.version))
  if (versions.size > 1) yield `the packages have different versions: ${[...versions].join(', ')}`
  for (const { folder, manifest } of packages) {
    const changelog = join(folder, 'CHANGELOG.md')
    if (!existsSync(changelog) || !readFileSync(changelog, 'utf8').includes(`\n## ${manifest.version}\n`))
      yield `${manifest.name}: its changelog does not tell of ${manifest.version}`
  }
}

/** Why nothing may be published from here now; none when it may. */
export function* listReleaseObstacles(packages: readonly PublishedPackage[], environment: Environment): Generator<string> {
  if (run('git', ['status', '--porcelain'], root) !== '') yield 'the working tree is not clean'
  yield* listVersionObstacles(packages)
  for (const { manifest } of packages) {
    // npm compares it with the place of the build before it signs.
    if (!manifest.repository?.url) yield `${manifest.name}: package.json names no repository, which provenance needs`
  }
  if (!environment['NODE_AUTH_TOKEN']) yield 'no credentials for the registry: NODE_AUTH_TOKEN is not set'
  if (!hasIdentity(environment)) yield 'no CI that can prove its identity by OIDC, without which there is no provenance'
}
