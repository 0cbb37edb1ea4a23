import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { site } from '../folders.ts'

/** A page that lists the pages of a folder by their titles, in the order of their names. */
export function toIndexPage(title: string, introduction: string, folder: string): string {
  const items = listPages(folder).map((page) => `- [${readTitle(page)}](/${page.replace(/\.md$/, '')})\n`)
  return `# ${title}\n\n${introduction}\n\n${items.join('')}`
}

/** The pages of a folder of the site, but for its index. */
export function listPages(folder: string): string[] {
  return readdirSync(join(site, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && entry.name !== 'index.md')
    .map(({ name }) => `${folder}/${name}`)
    .sort()
}

/** The first heading of a page of the site. */
export function readTitle(page: string): string {
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(site, page), 'utf8')) ?? []
  if (!title) throw new Error(`${page} has no title`)
  return title.replace(/ \{#.*\}$/, '')
}
