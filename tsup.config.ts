import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Options } from 'tsup'

/** Where the bundles for servers are. */
const serverFolder = 'dist/server'

/** Every file of that folder that the manifest names, as the source that it is made of. */
function listServerEntries(value: unknown): string[] {
  if (typeof value === 'string')
    return value.startsWith(`./${serverFolder}/`) ? [value.replace(`./${serverFolder}/`, 'src/').replace(/js$/, 'ts')] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listServerEntries) : []
}

/** esbuild names chunks for their side effects, which there are none of; other bundlers' users would be warned of that. */
function dropBareImports(): void {
  for (const name of readdirSync(serverFolder).filter((name) => name.endsWith('.js'))) {
    const file = join(serverFolder, name)
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/^import "\.{1,2}\/[^"]+";\n/gm, ''))
  }
}

// `node:` stays: without it a bundler may take a package of the same name, and not every runtime knows what is meant.
const common: Options = { format: 'esm', target: 'es2023', dts: false, removeNodeProtocol: false }

/**
 * For bundlers: each source becomes a file of its own, so that they take only the files that an import reaches, and a
 * directive such as `'use client'` stays where it was written.
 */
const files: Options = {
  ...common,
  entry: ['src/**/*.{ts,tsx}', '!src/**/*.test.{ts,tsx}', '!src/**/*.test-d.ts'],
  outDir: 'dist',
  platform: 'neutral',
  splitting: false,
  clean: ['dist/**/*.js'],
  // Package imports (`#…`) are chosen where the package runs, not where it is built.
  external: [/^#/, /^node:/],
  esbuildPlugins: [
    {
      name: 'one file out for each file in',
      setup(build) {
        build.onResolve({ filter: /^\.\.?\// }, ({ path, kind }) =>
          kind === 'entry-point' ? undefined : { path: path.replace(/\.tsx?$/, '.js'), external: true },
        )
      },
    },
  ],
}

/**
 * For Node, Bun and Deno, which open every file that is imported: one file for each entry that the manifest names under
 * the condition `node`, and chunks for what entries share. Package imports are theirs already.
 */
const bundles: Options = {
  ...common,
  entry: Object.fromEntries(
    listServerEntries(JSON.parse(readFileSync('package.json', 'utf8'))).map((source) => [source.replace(/^src\/(.*)\.ts$/, '$1'), source]),
  ),
  outDir: serverFolder,
  platform: 'node',
  splitting: true,
  esbuildOptions(options) {
    options.conditions = ['@auth/source', 'node']
  },
  onSuccess: async () => dropBareImports(),
}

/** One build for every package; tsup runs in the package's folder. */
export default defineConfig(Object.keys(bundles.entry ?? {}).length > 0 ? [files, bundles] : files)
