import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repository, writtenPages } from '../folders.ts'
import { readBlocks } from './read-blocks.ts'

/** What a page's programs are compiled with: bundlers, and Next, resolve as in `bundler`; Nest has decorators. */
const compilerOptions = {
  module: 'esnext',
  moduleResolution: 'bundler',
  jsx: 'react-jsx',
  experimentalDecorators: true,
  isolatedDeclarations: false,
  declaration: false,
  noUnusedLocals: false,
  erasableSyntaxOnly: false,
  rewriteRelativeImportExtensions: false,
  types: ['node', 'react'],
}

/** Compiles every program of the written pages against the packages' sources. Gives how many there are. */
export function checkBlocks(): number {
  const folder = join(import.meta.dirname, '../../.blocks')
  rmSync(folder, { recursive: true, force: true })
  let count = 0
  try {
    for (const page of readdirSync(writtenPages, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'))) {
      for (const { path, code } of readBlocks(readFileSync(join(writtenPages, page), 'utf8'), page)) {
        const file = join(folder, page.replace(/\.md$/, ''), path)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, code, { flag: 'wx' })
        count++
      }
    }
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../../tsconfig.base.json', compilerOptions, include: ['**/*'] }),
    )
    const { status, stdout } = spawnSync(join(repository, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`the examples of the site do not compile\n${stdout}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return count
}
