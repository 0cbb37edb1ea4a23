import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { repository, site } from './folders.ts'

/** Writes a page of the site. */
export function writePage(page: string, markdown: string): void {
  const path = join(site, page)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, markdown)
}

/** Takes what a document links to into the site: an image as it is, a source or a folder of sources as a page that shows it. Gives its address. */
export function addFile(path: string): string {
  const extension = extname(path)
  if (extension === '.svg' || extension === '.png') {
    cpSync(join(repository, path), join(site, 'public', path))
    return `/${path}`
  }
  const files = statSync(join(repository, path)).isDirectory() ? listSources(path) : [path]
  const page = `sources/${path.replaceAll('.', '-')}` // an extension would be taken for that of a page
  writePage(`${page}.md`, `# ${path}\n\n${files.map((file) => showSource(file, file === path)).join('\n')}`)
  return `/${page}`
}

function showSource(path: string, isAlone: boolean): string {
  const language = path.split('.').at(-1) ?? ''
  const heading = isAlone ? '' : `## ${path}\n\n`
  return `${heading}\`\`\`\`${['ts', 'tsx', 'json'].includes(language) ? language : 'text'}\n${readFileSync(join(repository, path), 'utf8')}\n\`\`\`\`\n`
}

function listSources(folder: string): string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true })
    .filter(({ name }) => !/^(node_modules|dist|\..*)$/.test(name))
    .flatMap((entry) => (entry.isDirectory() ? listSources(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
}
