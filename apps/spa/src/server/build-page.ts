import { join } from 'node:path'
import { build } from 'vite'

/** A file of the page. */
export interface PageFile {
  readonly content: string | Uint8Array
  readonly contentType: string
}

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

/** Builds the page, and keeps it in memory: its files by their paths. */
export async function buildPage(): Promise<ReadonlyMap<string, PageFile>> {
  const configFile = join(import.meta.dirname, '../../vite.config.ts')
  const result = await build({ configFile, logLevel: 'silent', build: { write: false } })
  const outputs = [result].flat().flatMap((built) => ('output' in built ? built.output : []))
  return new Map(
    outputs.map((file) => {
      const content = file.type === 'chunk' ? file.code : file.source
      return [`/${file.fileName}`, { content, contentType: contentTypes[file.fileName.split('.').at(-1)!] ?? 'application/octet-stream' }]
    }),
  )
}
