import { spawnSync } from 'node:child_process'

/** Runs a command; what it printed is shown only when it fails. Returns its standard output. */
export function run(command: string, parameters: readonly string[], folder: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status === 0) return stdout
  throw new Error(`${command} ${parameters.join(' ')} failed in ${folder}\n${stdout}${stderr}${error?.message ?? ''}`)
}
