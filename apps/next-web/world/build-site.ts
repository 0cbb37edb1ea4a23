import { once } from 'node:events'
import { siteFolder, spawnNext } from './start-site.ts'

/** Builds an application with Next.js. What it printed is told only when it fails. */
export async function buildSite(folder: string = siteFolder): Promise<void> {
  const build = spawnNext(['build'], folder)
  let output = ''
  const keep = (chunk: Buffer): void => {
    output += String(chunk)
  }
  build.stdout?.on('data', keep)
  build.stderr?.on('data', keep)
  const [code] = (await once(build, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`the build in ${folder} failed:\n${output}`)
}
