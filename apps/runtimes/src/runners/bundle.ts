import { join } from 'node:path'
import { build } from 'esbuild'

/** Bundles an entry of the suite as one module, choosing what the packages offer under these conditions. Returns its file. */
export async function bundle(folder: string, entry: 'worker' | 'page', conditions: readonly string[]): Promise<string> {
  const outfile = join(folder, 'bundles', `${entry}.js`)
  await build({
    absWorkingDir: folder,
    entryPoints: [join(folder, 'entries', `${entry}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: [...conditions],
    logLevel: 'error',
  })
  return outfile
}
