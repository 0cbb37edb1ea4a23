import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The root of the workspace; every tool is started from it. */
export const root: string = process.cwd()

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly type?: string
  readonly sideEffects?: unknown
  readonly files?: readonly string[]
  readonly engines?: { readonly node?: string }
  readonly exports: Readonly<Record<string, unknown>>
  readonly imports?: Readonly<Record<string, unknown>>
  readonly repository?: { readonly url?: string }
  readonly publishConfig?: {
    readonly access?: string
    readonly provenance?: boolean
    readonly exports?: unknown
    readonly imports?: unknown
  }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  /** Only those that are optional are in it. */
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional: true }>>
}

export interface PublishedPackage {
  readonly folder: string
  readonly manifest: Manifest
}

/** Every package that is published: what stands in `packages/`. */
export function listPublishedPackages(): PublishedPackage[] {
  return readdirSync(join(root, 'packages')).map((name) => {
    const folder = join(root, 'packages', name)
    return { folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest }
  })
}

/** The specifiers that a program may import from a package. */
export function listEntryPoints({ name, exports }: Manifest): string[] {
  return Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => `${name}${path.slice(1)}`)
}

/** A package and all of the family that it, or one of its entry points, needs, itself first. */
export function withSiblings(manifest: Manifest, all: readonly PublishedPackage[], found = new Map<string, Manifest>()): Manifest[] {
  if (!found.has(manifest.name)) {
    found.set(manifest.name, manifest)
    for (const { manifest: sibling } of all) {
      if (manifest.dependencies?.[sibling.name] ?? manifest.peerDependencies?.[sibling.name]) withSiblings(sibling, all, found)
    }
  }
  return [...found.values()]
}
