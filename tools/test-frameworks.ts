/**
 * The packed tarballs do in fresh projects what they promise: Nest 11 (CommonJS) and Nest 12 (ES modules), installed with
 * plain npm outside the repository, guard every transport when compiled by swc and by esbuild, neither of which emits
 * decorator metadata, and under vitest and jest.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packAll } from './pack.ts'
import { listPublishedPackages, root, withSiblings } from './published-packages.ts'
import { run } from './run.ts'

interface Project {
  readonly name: string
  readonly type: 'commonjs' | 'module'
  readonly packages: readonly string[]
}

const common = [
  'reflect-metadata@0.2.2',
  'rxjs@7.8.2',
  'graphql@16.15.0',
  '@apollo/server@5.5.1',
  '@as-integrations/express5@1.1.2',
  '@as-integrations/fastify@3.1.0',
  'socket.io-client@4.8.4',
  '@swc/core@1.16.22',
  '@swc/jest@0.2.39',
  'esbuild@0.28.2',
  'jest@30.5.2',
  'vitest@5.1.1',
]

function nest(version: number, graphql: number): string[] {
  const names = ['common', 'core', 'platform-express', 'platform-fastify', 'platform-socket.io', 'websockets', 'microservices', 'testing']
  return [...names.map((name) => `@nestjs/${name}@${version}`), `@nestjs/graphql@${graphql}`, `@nestjs/apollo@${graphql}`]
}

const projects: readonly Project[] = [
  { name: 'Nest 11', type: 'commonjs', packages: [...nest(11, 13), ...common] },
  { name: 'Nest 12', type: 'module', packages: [...nest(12, 14), ...common] },
]

const swc = { jsc: { parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true }, target: 'es2022' } }

/** Every source of the folder, compiled by swc alone: file by file, as `nest build` does it. */
const compileWithSwc = (type: Project['type']): string => `
  import { transformFileSync } from '@swc/core'
  import { globSync, mkdirSync, writeFileSync } from 'node:fs'
  mkdirSync('swc', { recursive: true })
  for (const file of globSync('*.ts')) {
    const { code } = transformFileSync(file, { ...${JSON.stringify(swc)}, module: { type: '${type === 'module' ? 'es6' : 'commonjs'}' } })
    writeFileSync('swc/' + file.replace('.ts', '.js'), code.replace(/(['"]\\.\\/[\\w-]+)\\.ts(['"])/g, '$1.js$2'))
  }`

const jestConfig = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, module: { type: 'es6' } }] },
}

function writeProject(folder: string, { type }: Project): void {
  cpSync(join(root, 'packages/nestjs/test/frameworks'), folder, { recursive: true })
  const write = (name: string, content: object | string): void =>
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  write('package.json', { name: 'fresh', private: true, type })
  write('tsconfig.json', { compilerOptions: { experimentalDecorators: true } })
  write('compile.mjs', compileWithSwc(type))
  write('jest.config.json', jestConfig)
}

/** How the project is compiled and run, each by tools of its own. */
const ways: readonly (readonly [name: string, prepare: (type: Project['type']) => string[], start: string[]])[] = [
  ['swc', () => ['node', 'compile.mjs'], ['node', 'swc/main.js']],
  [
    'esbuild',
    (type) => {
      const options = ['--bundle', '--packages=external', '--platform=node', `--format=${type === 'module' ? 'esm' : 'cjs'}`]
      return ['npx', 'esbuild', 'main.ts', ...options, '--outfile=esbuild/main.js']
    },
    ['node', 'esbuild/main.js'],
  ],
  ['vitest', () => ['true'], ['npx', 'vitest', 'run', '--globals', '--dir', '.', 'orders.spec.ts']],
  ['jest', () => ['true'], ['node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--config', 'jest.config.json']],
]

function runIn(folder: string, [command = '', ...parameters]: readonly string[]): void {
  run(command, parameters, folder)
}

const packages = listPublishedPackages()
const tarballs = packAll()
const nestjs = packages.find(({ manifest }) => manifest.name === '@auth/nestjs')
const needed = withSiblings(nestjs!.manifest, packages).map(({ name }) => tarballs.get(name) ?? name)

for (const project of projects) {
  const folder = mkdtempSync(join(tmpdir(), 'auth-nest-'))
  try {
    writeProject(folder, project)
    runIn(folder, ['npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', ...needed, ...project.packages])
    for (const [name, prepare, start] of ways) {
      runIn(folder, prepare(project.type))
      runIn(folder, start)
      console.log(`${project.name} by ${name}: routes are guarded`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
