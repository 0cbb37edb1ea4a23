import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { listPublishedPackages, root } from './published-packages.ts'
import { run } from './run.ts'

/** Packs every published package as npm would get it; the answer is the tarball of each, by package name. */
export function packAll(): Map<string, string> {
  const folder = join(root, '.tarballs')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const tarballs = new Map<string, string>()
  for (const { folder: packageFolder, manifest } of listPublishedPackages()) {
    run('pnpm', ['pack', '--pack-destination', folder], packageFolder)
    const file = readdirSync(folder).find(
      (name) => name.startsWith(manifest.name.replace('@', '').replace('/', '-')) && ![...tarballs.values()].includes(join(folder, name)),
    )
    if (!file) throw new Error(`${manifest.name} was not packed`)
    tarballs.set(manifest.name, join(folder, file))
  }
  return tarballs
}
