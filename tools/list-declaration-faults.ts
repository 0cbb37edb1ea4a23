import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.ts'

/** What a project says in its tsconfig.json of where its programs run. */
interface Setting {
  readonly types: readonly string[]
  readonly lib: readonly string[]
  readonly module?: string
  readonly moduleResolution?: string
}

const bundled = { module: 'esnext', moduleResolution: 'bundler' }

/** Every place that a program is written for, by what declares its globals. */
const settings: Readonly<Record<string, Setting>> = {
  'a server': { types: ['node'], lib: ['es2023'] },
  'a server with the dom library': { types: ['node'], lib: ['es2023', 'dom'] },
  'a page': { types: [], lib: ['es2023', 'dom'], ...bundled },
  'an edge worker': { types: ['@cloudflare/workers-types'], lib: ['es2023'], ...bundled },
  Bun: { types: ['bun'], lib: ['es2023'], ...bundled },
}

/** What declares those globals, what a user of a framework installs for its types, and the oldest compiler that is supported. */
const typePackages: readonly string[] = [
  '@types/node@24',
  '@cloudflare/workers-types@5.20261117.1',
  '@types/bun@1.4.5',
  '@types/express@5.0.6',
  '@types/react@19.2',
  '@types/react-dom@19.2',
  'typescript@5.7.3',
]

/** The oldest, and the workspace's own, which is the newest. */
const compilers: readonly (readonly [string, ...string[]])[] = [['node', 'node_modules/typescript/bin/tsc'], ['tsc']]

/** Imports each entry point; one that were `any` would offer what it does not. */
const toProgram = (specifiers: readonly string[]): string =>
  specifiers
    .map(
      (specifier, i) => `import * as entry${i} from '${specifier}'\n// @ts-expect-error: it offers no such thing\nentry${i}.noSuchThing\n`,
    )
    .join('')

function* compile(folder: string, name: string, setting: Setting): Generator<string> {
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true }
  const compilerOptions = { target: 'es2022', module: 'nodenext', ...setting, ...strict }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }))
  for (const [command, ...parameters] of compilers) {
    const { status, stdout, stderr } = spawnSync(command, [...parameters, '--pretty', 'false'], { cwd: folder, encoding: 'utf8' })
    const errors = stdout.split('\n').filter((line) => /^\S.*error TS/.test(line))
    if (status !== 0 && errors.length === 0) throw new Error(`${command} ${parameters.join(' ')} failed in ${folder}\n${stdout}${stderr}`)
    yield* errors.filter((line) => !/^node_modules\/(?!@auth\/)/.test(line)).map((line) => `${name}: ${line}`)
  }
}

/**
 * What compilers say of the declarations behind the entry points of packages, installed with plain npm, in every setting,
 * with nothing skipped. What they say of the declarations of others is left out: `next` has faults of its own.
 */
export function listDeclarationFaults(installs: readonly string[], specifiers: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'auth-declarations-'))
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }))
    run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...installs, ...typePackages], folder)
    writeFileSync(join(folder, 'program.ts'), toProgram(specifiers))
    return Object.entries(settings).flatMap(([name, setting]) => [...compile(folder, name, setting)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
