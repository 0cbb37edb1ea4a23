/** Every file that the documents name is there: what a link leads to, and every path in code marks. NAME stands for any name. */
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './published-packages.ts'

const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== '.git')
  .map(({ name }) => name)
const packages = readdirSync(join(root, 'packages'))

/** What a document names by a path from the workspace's root, or from `packages/`. */
function listCodePaths(text: string): string[] {
  const marked = [...text.matchAll(/`(\.?[\w@-]+\/[\w@./*[\]-]+)`/g)].map(([, path = '']) => path)
  return marked.flatMap((path) => {
    const [first = ''] = path.split('/')
    if (folders.includes(first)) return [path]
    return packages.includes(first) && /^[\w-]+\/(?:src|test|bin|api)\//.test(path) ? [`packages/${path}`] : []
  })
}

/** What the links of a document lead to within the workspace. */
function listLinks(file: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s#:]+)(?:#[^)\s]*)?\)/g)].map(([, path = '']) => join(dirname(file), path))
}

const isThere = (path: string): boolean => globSync(path.replaceAll('NAME', '*').replace(/\/$/, ''), { cwd: root }).length > 0

let count = 0
for (const file of globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/*.md'], { cwd: root })) {
  const text = readFileSync(join(root, file), 'utf8')
  for (const path of new Set([...listCodePaths(text), ...listLinks(file, text)])) {
    count += 1
    if (isThere(path)) continue
    console.error(`${file}: ${path} is not there`)
    process.exitCode = 1
  }
}
if (count === 0) throw new Error('no document names a file')
console.log(`${count} paths were looked up`)
