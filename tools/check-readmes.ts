/**
 * Every package's README has the same order and tells of the errors that the package throws, and every guide shows a
 * program before and after. Every `ts` block, in them and in the documents of the workspace, is a program that compiles:
 * against the packages, and in guides against the libraries that people come from.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listGuideFaults } from './list-guide-faults.ts'
import { listReadmeFaults } from './list-readme-faults.ts'
import { listPublishedPackages, root } from './published-packages.ts'
import { run } from './run.ts'

const listBlocks = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)

/** Programs that are compiled together, in a folder where everything is installed that they import. */
interface Group {
  readonly folder: string
  readonly moduleResolution: 'nodenext' | 'bundler'
  readonly programs: Map<string, string>
}

const createGroup = (folder: string, moduleResolution: Group['moduleResolution'] = 'nodenext'): Group => {
  return { folder: join(root, folder), moduleResolution, programs: new Map() }
}

function compile({ folder, moduleResolution, programs }: Group): void {
  const blocksFolder = join(folder, '.readme')
  try {
    mkdirSync(blocksFolder, { recursive: true })
    for (const [name, code] of programs) writeFileSync(join(blocksFolder, name), `${code}\nexport {}\n`)
    const compilerOptions = {
      module: moduleResolution === 'bundler' ? 'esnext' : 'nodenext',
      moduleResolution,
      isolatedDeclarations: false,
      declaration: false,
      noUnusedLocals: false,
      experimentalDecorators: true,
      types: ['node'],
    }
    writeFileSync(
      join(blocksFolder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../../tsconfig.base.json', compilerOptions, include: ['*.ts'] }),
    )
    run(join(root, 'node_modules/.bin/tsc'), ['-p', blocksFolder], folder)
  } finally {
    rmSync(blocksFolder, { recursive: true, force: true })
  }
}

const packages = listPublishedPackages()
const faults = packages.flatMap((entry) => [...listReadmeFaults(entry)].map((fault) => `${entry.manifest.name}: the README ${fault}`))
const guides = globSync('docs/guides/from-*.md', { cwd: root })
for (const file of guides) {
  for (const fault of listGuideFaults(readFileSync(join(root, file), 'utf8'))) faults.push(`${file} ${fault}`)
}

// Two libraries may say different things of the same request: programs before and after are not compiled together.
const before = createGroup('apps/guides', 'bundler')
const after = createGroup('apps/guides', 'bundler')
/** By package: the blocks of its README, and those of other documents whose first import of the family is from it. */
const ofPackages = new Map(packages.map(({ manifest }) => [manifest.name, createGroup(manifest.name.replace('@auth', 'packages'))]))
for (const file of globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md'], { cwd: root })) {
  for (const [index, code] of listBlocks(file).entries()) {
    const imported = /from '@auth\/([\w-]+)/.exec(code)?.[1]
    const owner = /^packages\/([\w-]+)\//.exec(file)?.[1] ?? imported ?? 'core-errors'
    const ofGuide = imported === undefined ? before : after
    const group = guides.includes(file) ? ofGuide : ofPackages.get(`@auth/${owner}`)
    group?.programs.set(`${file.replaceAll(/[/.]/g, '-')}-${index + 1}.ts`, code)
  }
}

let count = 0
for (const group of [...ofPackages.values(), before, after]) {
  try {
    compile(group)
    count += group.programs.size
  } catch (error) {
    faults.push(`${group.folder}: ${String(error)}`)
  }
}
for (const fault of faults) console.error(fault)
console.log(`${count} examples compile`)
process.exitCode = faults.length > 0 ? 1 : 0
