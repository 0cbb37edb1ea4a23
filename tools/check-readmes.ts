/** Every `ts` block in a package's README is a program that compiles against the package. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listPublishedPackages, root } from './published-packages.ts'
import { run } from './run.ts'

let count = 0
for (const { folder, manifest } of listPublishedPackages()) {
  const blocks = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code)
  const blocksFolder = join(folder, '.readme')
  if (blocks.length === 0) throw new Error(`${manifest.name}: the README has no example`)
  try {
    mkdirSync(blocksFolder, { recursive: true })
    for (const [index, code] of blocks.entries()) writeFileSync(join(blocksFolder, `block-${index + 1}.ts`), `${code}\nexport {}\n`)
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
    count += blocks.length
  } finally {
    rmSync(blocksFolder, { recursive: true, force: true })
  }
}
console.log(`${count} README examples compile`)
