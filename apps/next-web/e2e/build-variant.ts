import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildSite } from '../world/build-site.ts'
import { siteFolder } from '../world/start-site.ts'

/** How a variant differs from the site. */
export interface Variant {
  readonly name: string
  /** Files that are not there. */
  readonly without?: readonly string[]
  /** Files that are there beside, or instead. */
  readonly files?: Readonly<Record<string, string>>
  /** Whether Next.js renders without Cache Components, so that the status of a page is that of its guard. @default false */
  readonly isPlain?: boolean
  /** What is in the configuration of Next.js beside. */
  readonly nextConfig?: Readonly<Record<string, unknown>>
}

/** Copies the site, changes it, and builds it with Next.js; the answer is its folder. */
export async function buildVariant({ name, without = [], files = {}, isPlain = false, nextConfig = {} }: Variant): Promise<string> {
  const folder = join(siteFolder, '.variants', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const part of ['app', 'src', 'auth.ts', 'proxy.ts', 'package.json'])
    cpSync(join(siteFolder, part), join(folder, part), { recursive: true })
  for (const file of without) rmSync(join(folder, file))
  for (const [file, text] of Object.entries(files)) write(join(folder, file), text)
  const config = {
    cacheComponents: !isPlain,
    partialPrefetching: !isPlain,
    experimental: { authInterrupts: true },
    typescript: { ignoreBuildErrors: true },
    turbopack: { root: join(siteFolder, '../..') },
    ...nextConfig,
  }
  write(join(folder, 'next.config.ts'), `export default ${JSON.stringify(config)}\n`)
  write(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json', include: ['app', 'src', '*.ts'] }))
  if (isPlain)
    for (const page of listPages(join(folder, 'app'))) write(page, readFileSync(page, 'utf8').replace(/export const instant = false\n/, ''))
  await buildSite(folder)
  return folder
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function listPages(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('page.tsx'))
    .map((path) => join(folder, path))
}
