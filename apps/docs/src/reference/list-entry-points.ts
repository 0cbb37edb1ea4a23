import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../folders.ts'

/** One specifier that a program may import: `@auth/tokens/testing`. */
export interface EntryPoint {
  readonly specifier: string
  /** The folder of its package in `packages/`. */
  readonly packageFolder: string
  /** The file that it is in the sources. */
  readonly source: string
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly '@auth/source'?: string }>>
}

/** What the manifests of all packages export, each package's main entry first. */
export function listEntryPoints(): EntryPoint[] {
  return readdirSync(join(repository, 'packages')).flatMap((packageFolder) => {
    const folder = join(repository, 'packages', packageFolder)
    const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
    return Object.entries(exports).flatMap(([path, target]) =>
      typeof target === 'object' && target['@auth/source']
        ? [{ specifier: name + path.slice(1), packageFolder, source: join(folder, target['@auth/source']) }]
        : [],
    )
  })
}
