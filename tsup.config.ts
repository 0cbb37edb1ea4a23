import { defineConfig } from 'tsup'

/**
 * One build for every package; tsup runs in the package's folder. Each source becomes a file of its own, so that a
 * bundler takes only the files that an import reaches, and a directive such as `'use client'` stays where it was written.
 */
export default defineConfig({
  entry: ['src/**/*.{ts,tsx}', '!src/**/*.test.{ts,tsx}', '!src/**/*.test-d.ts'],
  outDir: 'dist',
  format: 'esm',
  target: 'es2023',
  platform: 'neutral',
  dts: false,
  splitting: false,
  clean: ['dist/**/*.js'],
  // Package imports (`#…`) are chosen where the package runs, not where it is built.
  external: [/^#/],
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
})
