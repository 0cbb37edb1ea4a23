import { statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { listEntryPoints, type PublishedPackage, root } from './published-packages.ts'
import { run } from './run.ts'

const toRow = (cells: readonly (string | number)[]): string => `| ${cells.map((cell) => cell.toLocaleString('en')).join(' | ')} |`

/** A table in Markdown: the first column to the left, numbers to the right. */
function toTable(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const rule = heads.map((_, index) => (typeof rows[0]?.[index] === 'number' ? '--:' : '---'))
  return [heads, rule, ...rows].map(toRow).join('\n')
}

/** One line of `tar -tv` for each file: mode, owner, size, date, time, name. */
function describeTarball(tarball: string): { files: number; unpackedBytes: number } {
  const sizes = run('tar', ['-tvzf', tarball], root)
    .trim()
    .split('\n')
    .map((line) => Number(line.split(/\s+/)[2]))
  return { files: sizes.length, unpackedBytes: sizes.reduce((sum, size) => sum + size, 0) }
}

/** What an entry weighs in a browser bundle with all that it needs of the family, and without what is not ours. */
async function measureEntry({ folder, manifest }: PublishedPackage, specifier: string): Promise<{ minBytes: number; gzipBytes: number }> {
  const peers = Object.keys(manifest.peerDependencies ?? {}).filter((name) => !name.startsWith('@auth/'))
  const imports = Object.entries(manifest.imports ?? {}).filter(([, target]) => !JSON.stringify(target).includes('"./'))
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${specifier}'`, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['node:*', 'jose', 'ky', ...peers.flatMap((name) => [name, `${name}/*`]), ...imports.map(([name]) => name)],
  })
  const code = outputFiles[0]?.contents ?? new Uint8Array()
  return { minBytes: code.length, gzipBytes: gzipSync(code, { level: 9 }).length }
}

/** Two tables: what each package's tarball contains, and what each entry point weighs. */
export async function describePackages(packages: readonly PublishedPackage[], tarballs: ReadonlyMap<string, string>): Promise<string> {
  const contents = packages.map(({ manifest }) => {
    const tarball = tarballs.get(manifest.name) ?? ''
    const { files, unpackedBytes } = describeTarball(tarball)
    return [manifest.name, manifest.version, files, statSync(tarball).size, unpackedBytes, listEntryPoints(manifest).length] as const
  })
  const weights: (readonly [string, number, number])[] = []
  for (const entry of packages)
    for (const specifier of listEntryPoints(entry.manifest)) {
      const { minBytes, gzipBytes } = await measureEntry(entry, specifier)
      weights.push([specifier, minBytes, gzipBytes])
    }
  return [
    toTable(['Package', 'Version', 'Files', 'Packed bytes', 'Unpacked bytes', 'Entry points'], contents),
    toTable(['Entry point, whole, without third-party code', 'Minified bytes', 'and gzipped'], weights),
  ].join('\n\n')
}
