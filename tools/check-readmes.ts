/**
 * Every package's README has the same order and tells of the errors that the package throws. Every `ts` block, in them
 * and in the documents of the workspace, is a program that compiles against the packages.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listReadmeFaults } from './list-readme-faults.ts'
import { listPublishedPackages, root } from './published-packages.ts'
import { run } from './run.ts'

const listBlocks = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)

/** Compiles programs in a package's folder, where everything is installed that they import. */
function compile(folder: string, programs: ReadonlyMap<string, string>): void {
  const blocksFolder = join(folder, '.readme')
  try {
    mkdirSync(blocksFolder, { recursive: true })
    for (const [name, code] of programs) writeFileSync(join(blocksFolder, name), `${code}\nexport {}\n`)
    const compilerOptions = {
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

/** By package: the blocks of its README, and those of other documents whose first import of the family is from it. */
const programs = new Map(packages.map(({ manifest }) => [manifest.name, new Map<string, string>()]))
for (const file of globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md'], { cwd: root })) {
  for (const [index, code] of listBlocks(file).entries()) {
    const owner = /^packages\/([\w-]+)\//.exec(file)?.[1] ?? /from '@auth\/([\w-]+)/.exec(code)?.[1] ?? 'core-errors'
    programs.get(`@auth/${owner}`)?.set(`${file.replaceAll(/[/.]/g, '-')}-${index + 1}.ts`, code)
  }
}

let count = 0
for (const { folder, manifest } of packages) {
  const ofPackage = programs.get(manifest.name) ?? new Map<string, string>()
  try {
    compile(folder, ofPackage)
    count += ofPackage.size
  } catch (error) {
    faults.push(`${manifest.name}: ${String(error)}`)
  }
}
for (const fault of faults) console.error(fault)
console.log(`${count} examples compile`)
process.exitCode = faults.length > 0 ? 1 : 0
