/** Gathers what VitePress builds: the written pages, the repository's documents, and what is generated from the sources. */
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { toErrorsPage } from './errors/errors-page.ts'
import { repository, site, writtenPages } from './folders.ts'
import { toIndexPage } from './pages/index-page.ts'
import { listRepositoryPages } from './pages/list-repository-pages.ts'
import { rewriteLinks } from './pages/rewrite-links.ts'
import { showDiagrams } from './pages/show-diagrams.ts'
import { convert } from './reference/convert.ts'
import { writeReference } from './reference/write-reference.ts'
import { addFile, writePage } from './site-files.ts'

rmSync(site, { recursive: true, force: true })

const readDiagram = (name: string): string => readFileSync(join(writtenPages, 'diagrams', name), 'utf8')
for (const page of readdirSync(writtenPages, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'))) {
  writePage(page, showDiagrams(readFileSync(join(writtenPages, page), 'utf8'), readDiagram))
}
cpSync(join(writtenPages, 'public'), join(site, 'public'), { recursive: true })

const repositoryPages = listRepositoryPages()
const addresses = new Map([
  ['README.md', '/'],
  ['docs/decisions', '/decisions/'],
  ['examples', '/examples/'],
])
for (const { source, page } of repositoryPages) {
  const address = `/${page.replace(/(index)?\.md$/, '')}`
  addresses.set(source, address)
  if (basename(source) === 'README.md') addresses.set(source.replace('/README.md', ''), address)
}
/** Pages whose tables need all of the window. */
const wide = new Set(['security/threats.md', 'security/rfc-map.md'])
for (const { source, page } of repositoryPages) {
  const markdown = readFileSync(join(repository, source), 'utf8')
  const frontmatter = wide.has(page) ? '---\naside: false\npageClass: wide\n---\n\n' : ''
  writePage(page, frontmatter + rewriteLinks(markdown, source, { toPage: (path) => addresses.get(path), addFile }))
}

writePage('errors/index.md', toErrorsPage())
writePage(
  'decisions/index.md',
  toIndexPage('Decisions', 'Why things are as a newcomer would not expect, one page for each choice.', 'decisions'),
)

await writeReference(await convert())
