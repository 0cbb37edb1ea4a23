import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PublishedPackage, root } from './published-packages.ts'

const anyCode = /\b(?:AUTH|VAL|NET|RATE|SRV|DPOP|PKCE)_\d{4}\b/g

/** The sources of a package, as one text, without its tests. */
function readSources(folder: string): string {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: folder }).filter((file) => !/\.test(-d)?\.tsx?$/.test(file))
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')
}

const coreSources = readSources(join(root, 'packages/core-errors'))
const knownCodes = new Set(coreSources.match(anyCode))
/** The code of each error class that has only one. */
const codeOfClass = new Map(
  [...coreSources.matchAll(/interface (\w+Error) extends [^{]*\{[^}]*readonly code: '(\w+)'\n/g)].map(([, name = '', code = '']) => [
    name,
    code,
  ]),
)

/** The codes that a package throws, as far as its sources tell: what it constructs and what its comments say with `@throws`. */
function listThrownCodes(folder: string): Set<string> {
  const sources = readSources(folder)
  const constructed = [...sources.matchAll(/new (\w+Error)\(/g)].flatMap(([, name = '']) => codeOfClass.get(name) ?? [])
  const given = [...sources.matchAll(/\bcode: '(\w+_\d{4})'/g)].map(([, code = '']) => code)
  const said = [...sources.matchAll(/@throws[\s\S]*?\*\//g)].flatMap(([comment]) => comment.match(anyCode) ?? [])
  return new Set([...constructed, ...given, ...said])
}

/** What must come in this order in every README. */
const order: readonly [what: string, pattern: RegExp][] = [
  ['a first paragraph of one sentence', /^# @auth\/[\w-]+\n\n(?:(?!\. [A-Z])[^\n])+\.\n\n/],
  ['how to install it', /^npm install @auth\//m],
  ['an example', /^```ts\n/m],
  ['the options', /^(?:#+ Options|\| Option)/m],
  ['"## Errors"', /^## Errors$/m],
  ['a table with the columns Code, Meaning and Remedy', /^\|.*\bCode \|.*\bMeaning \|.*\bRemedy\b.*\|$/m],
  ['"## What this does not do"', /^## What this does not do$/m],
]

function* listOrderFaults(readme: string): Generator<string> {
  let position = 0
  for (const [what, pattern] of order) {
    const found = readme.slice(position).search(pattern)
    if (found !== -1) position += found
    else yield readme.search(pattern) === -1 ? `lacks ${what}` : `has ${what} only before what should come first`
  }
  if (/^## /m.test(readme.split('\n## What this does not do\n')[1] ?? '')) yield 'goes on after "What this does not do"'
}

/** The codes between two that a text joins by "to". */
function listRanges(text: string): string[] {
  const ranges = [...text.matchAll(/\b([A-Z]+_\d{4})`? to `?([A-Z]+_\d{4})\b/g)]
  return [...knownCodes].filter((code) => ranges.some(([, first = '', last = '']) => first <= code && code <= last))
}

/** What a package's README lacks of the order that they all have, and of the errors that the package throws. */
export function* listReadmeFaults({ folder }: PublishedPackage): Generator<string> {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  yield* listOrderFaults(readme)
  const section = readme.split('\n## Errors\n')[1]?.split('\n## ')[0] ?? ''
  const told = new Set([...(section.match(anyCode) ?? []), ...listRanges(section)])
  for (const code of listThrownCodes(folder)) if (!told.has(code)) yield `does not tell of ${code}, which the package throws`
  for (const code of told) if (!knownCodes.has(code)) yield `tells of ${code}, which does not exist`
}
