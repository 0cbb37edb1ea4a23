import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packAll } from '../../../tools/pack.ts'
import { run } from '../../../tools/run.ts'

/** The packages that the suite imports; what they need comes along. */
const tested = ['core-errors', 'http-resilience', 'pkce-dpop', 'jwks', 'tokens', 'client'].map((name) => `@auth/${name}`)

/**
 * Packs the packages and installs them with plain npm into an empty folder outside the workspace, with a second copy of
 * the errors, and puts the suite beside them. Returns the folder.
 */
export function installTarballs(): string {
  const tarballs = packAll()
  const fileOf = (name: string): string => `file:${tarballs.get(name)}`
  const folder = mkdtempSync(join(tmpdir(), 'auth-runtimes-'))
  const dependencies = {
    ...Object.fromEntries(tested.map((name) => [name, fileOf(name)])),
    'core-errors-copy': fileOf('@auth/core-errors'),
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'suite', private: true, type: 'module', dependencies }))
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], folder)
  for (const part of ['suite', 'entries']) cpSync(join(import.meta.dirname, part), join(folder, part), { recursive: true })
  return folder
}
