/** What one import from a package's root costs, bundled for browsers, is no more than it costs from a subpath, or from the file it stands in. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { listPublishedPackages, type Manifest, root } from './published-packages.ts'

/** A name that an `index.ts` offers: what to import for it, and from which source. */
interface Offer {
  readonly name: string
  /** `{ name }`, or `* as name`. */
  readonly clause: string
  readonly source: string
}

/** What a source offers of other files, followed to those where it stands. Types, which cost nothing, are not among it. */
function listOffers(file: string): Offer[] {
  const lists = readFileSync(file, 'utf8').matchAll(
    /^export (?<star>\* as (?<namespace>\w+)|\{(?<names>[^}]*)\}) from '(?<path>\.[^']+)'/gm,
  )
  return [...lists].flatMap(({ groups = {} }) => {
    const { star = '', namespace, names = '', path = '' } = groups
    const source = join(dirname(file), path)
    if (namespace !== undefined) return [{ name: namespace, clause: star, source }]
    const further = listOffers(source)
    return names
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '' && !item.startsWith('type '))
      .map((item) => further.find((offer) => offer.name === item) ?? { name: item.replace(/^.* as /, ''), clause: `{ ${item} }`, source })
  })
}

const toDist = (source: string): string => source.replace('/src/', '/dist/').replace(/\.tsx?$/, '.js')

/** The bytes of a program that imports this and no more, with long names: those that a minifier gives depend on the order of files. */
async function measure({ name, clause, source }: Offer, { dependencies, peerDependencies }: Manifest): Promise<number> {
  const packages = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !name.startsWith('@auth/'))
  const { outputFiles } = await build({
    stdin: { contents: `import ${clause} from '${toDist(source)}'; console.log(${name})`, resolveDir: root },
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['node:*', 'jose', 'ky', ...packages.flatMap((name) => [name, `${name}/*`])],
  })
  return outputFiles[0]?.contents.length ?? 0
}

let count = 0
const faults: string[] = []
for (const { folder, manifest } of listPublishedPackages()) {
  const index = join(folder, 'src/index.ts')
  const subpaths = Object.keys(manifest.exports).map((path) => join(folder, 'src', path, 'index.ts'))
  for (const home of listOffers(index)) {
    const places = subpaths.filter((file) => file !== index && existsSync(file) && listOffers(file).some(({ name }) => name === home.name))
    const fromRoot = await measure({ ...home, clause: `{ ${home.name} }`, source: index }, manifest)
    for (const offer of [home, ...places.map((source) => ({ ...home, source }))]) {
      const alone = await measure(offer, manifest)
      count += 1
      // Where two files use one name, a digit tells them apart.
      if (fromRoot > alone * 1.001)
        faults.push(`${manifest.name}: ${home.name} takes ${fromRoot} bytes from the root, ${alone} from ${offer.source}`)
    }
  }
}
for (const fault of faults) console.error(fault)
if (count === 0) throw new Error('no package offers anything from its root')
console.log(`${count - faults.length} of ${count} imports from a root cost no more than from where the name stands`)
process.exitCode = faults.length > 0 ? 1 : 0
