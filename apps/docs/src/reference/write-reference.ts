import { join } from 'node:path'
import { site } from '../folders.ts'
import { writePage } from '../site-files.ts'
import type { Reference } from './convert.ts'
import { toOptionsPage } from './options-page.ts'
import { toReferenceUrl } from './to-reference-url.ts'

/** Writes the reference: TypeDoc's pages, the options of each package, and a page that leads to both. */
export async function writeReference({ modules, render }: Reference): Promise<void> {
  await render(join(site, 'public/api'))

  const packages = Map.groupBy(modules, ([specifier]) => specifier.split('/').slice(0, 2).join('/'))
  const rows = [...packages].map(([name, entries]) => {
    const folder = name.replace('@auth/', '')
    const options = toOptionsPage(name, entries)
    if (options) writePage(`reference/options/${folder}.md`, options)
    const api = entries.map(([specifier]) => `<a href="${toReferenceUrl(specifier)}" target="_self"><code>${specifier}</code></a>`)
    return { name, folder, options, api }
  })
  writePage(
    'reference/index.md',
    `# API reference\n\nAll that the packages export, from the doc comments in their sources.\n\n| Package | Exports of | Options |\n|---|---|---|\n${rows
      .map(
        ({ name, folder, options, api }) =>
          `| [${name}](/packages/${folder}) | ${api.join('<br>')} | ${options ? `[options](/reference/options/${folder})` : '–'} |\n`,
      )
      .join('')}`,
  )
  writePage(
    'reference/options/index.md',
    `# Options\n\nEvery option of every package with its default, from the doc comments in the sources.\n\n${rows
      .filter(({ options }) => options)
      .map(({ name, folder }) => `- [${name}](/reference/options/${folder})\n`)
      .join('')}`,
  )
}
