import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { listPublishedPackages, root } from './published-packages.ts'
import { run } from './run.ts'

const folder = join(root, '.tarballs')

/** Where the tarball of every published package is, by package name, once it is packed. */
export function listTarballs(): Map<string, string> {
  return new Map(
    listPublishedPackages().map(({ manifest: { name, version } }) => [
      name,
      join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`),
    ]),
  )
}

/** Packs every published package as npm would get it; the answer is the tarball of each, by package name. */
export function packAll(): Map<string, string> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const { folder: packageFolder } of listPublishedPackages()) run('pnpm', ['pack', '--pack-destination', folder], packageFolder)
  return listTarballs()
}
