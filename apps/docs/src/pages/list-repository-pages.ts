import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { repository } from '../folders.ts'

/** A document of the repository that the site shows as it is. */
export interface RepositoryPage {
  /** Its path in the repository. */
  readonly source: string
  /** Its path in the site. */
  readonly page: string
}

/** Where the site has the documents of the repository. What is not there (yet) is left out. */
export function listRepositoryPages(): RepositoryPage[] {
  const pages = [
    { source: 'SECURITY.md', page: 'security/index.md' },
    { source: 'docs/threats.md', page: 'security/threats.md' },
    { source: 'docs/rfc-map.md', page: 'security/rfc-map.md' },
    { source: 'docs/performance.md', page: 'performance.md' },
    { source: 'ARCHITECTURE.md', page: 'project/architecture.md' },
    { source: 'CONTRIBUTING.md', page: 'project/contributing.md' },
    { source: 'examples/README.md', page: 'examples/index.md' },
    ...listReadmes('packages', 'packages'),
    ...listReadmes('examples', 'examples'),
    ...listReadmes('apps', 'project'),
    ...listMarkdown('docs/decisions').map((source) => ({ source, page: `decisions/${basename(source)}` })),
  ]
  const guides = listMarkdown('docs')
    .filter((source) => !source.startsWith('docs/decisions/') && pages.every((page) => page.source !== source))
    .map((source) => ({ source, page: `guides/${basename(source) === 'README.md' ? 'index.md' : basename(source)}` }))
  return [...pages, ...guides].filter(({ source }) => existsSync(join(repository, source)))
}

function listReadmes(parent: string, section: string): RepositoryPage[] {
  return readdirSync(join(repository, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ source: `${parent}/${name}/README.md`, page: `${section}/${name}.md` }))
}

function listMarkdown(folder: string): string[] {
  return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `${folder}/${path}`)
    .sort()
}
