import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

interface Page {
  readonly anchors: ReadonlySet<string>
  readonly targets: readonly string[]
}

const attribute = /\s(?:href|src)="([^"]*)"/g
const anchor = /\s(?:id|name)="([^"]*)"/g

/**
 * Follows every link, image and script of a built site. Gives how many lead somewhere within it.
 * Where one leads nowhere, or a file is to be fetched from elsewhere, it throws and names all of them.
 */
export function checkLinks(folder: string): number {
  const files = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))
  const pages = new Map<string, Page>()
  for (const file of [...files].filter((path) => path.endsWith('.html')))
    pages.set(file, readPage(readFileSync(`${folder}/${file}`, 'utf8')))

  let count = 0
  const dead: string[] = []
  for (const [file, { targets }] of pages) {
    for (const target of targets) {
      if (/^(https?:|mailto:|data:)/.test(target)) continue
      const [path = '', fragment = ''] = target.split('#')
      const found = findFile(path.replace(/\?.*$/, ''), file, files)
      const isThere = found !== undefined && (fragment === '' || (pages.get(found)?.anchors.has(decodeURIComponent(fragment)) ?? true))
      if (!isThere) dead.push(`${file}: ${target}`)
      count++
    }
  }
  if (dead.length > 0) throw new Error(`${dead.length} links lead nowhere\n${[...new Set(dead)].join('\n')}`)
  return count
}

function readPage(html: string): Page {
  // What a page shows as text is no link of its own: attributes stand within tags only.
  const tags =
    html.replaceAll(/<script\b[^>]*>[^]*?<\/script>/g, (script) => script.slice(0, script.indexOf('>') + 1)).match(/<[a-z][^>]*>/gi) ?? []
  const text = tags.join('\n')
  const unescape = (value: string): string => value.replaceAll('&amp;', '&')
  return {
    anchors: new Set([...text.matchAll(anchor)].map(([, id = '']) => unescape(id))),
    targets: [...text.matchAll(attribute)].map(([, target = '']) => unescape(target)),
  }
}

function findFile(path: string, from: string, files: ReadonlySet<string>): string | undefined {
  const joined = path === '' ? from : posix.join(path.startsWith('/') ? '' : posix.dirname(from), path).replace(/^\//, '')
  const base = decodeURI(joined)
  const candidates = base === '' || base.endsWith('/') ? [`${base}index.html`] : base === '.' ? ['index.html'] : [base, `${base}.html`]
  return candidates.find((candidate) => files.has(candidate))
}
