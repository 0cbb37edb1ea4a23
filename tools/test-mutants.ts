/**
 * Changes the sources of packages in small ways, one after the other, and runs their tests: a change that no test notices
 * is listed. Takes names of packages without `@auth/`; without any, those that decide about keys, proofs and tokens.
 */
import { spawnSync } from 'node:child_process'
import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './published-packages.ts'

const [, , ...names] = process.argv
for (const name of names.length > 0 ? names : ['jwks', 'pkce-dpop', 'tokens']) {
  console.log(`\n@auth/${name}`)
  const folder = join(root, 'packages', name)
  const command = join(root, 'node_modules/.bin/stryker')
  const { status } = spawnSync(command, ['run', join(root, 'tools/mutants/stryker.config.json')], { cwd: folder, stdio: 'inherit' })
  // What a run that timed out leaves behind.
  for (const file of globSync('stryker-setup-*.js', { cwd: folder })) rmSync(join(folder, file))
  if (status !== 0) process.exitCode = 1
}
