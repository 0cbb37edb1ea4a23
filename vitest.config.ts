import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Tests run on the sources, without a build: `@auth/source` is the condition that the manifests' `exports` offer first. */
const conditions = ['@auth/source', 'module', 'node']

const folders = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(join(import.meta.dirname, parent))
    .map((name) => `${parent}/${name}`)
    .filter((folder) => existsSync(join(import.meta.dirname, folder, 'tsconfig.json'))),
)

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', ['json', { outputFile: 'reports/vitest.json' }]],
    projects: folders.map((folder) => ({
      extends: true,
      test: {
        name: folder.replace('packages/', '@auth/'),
        root: join(import.meta.dirname, folder),
        include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
        testTimeout: 20_000,
      },
    })),
    coverage: { include: ['packages/*/src/**'], exclude: ['**/*.test.ts'] },
  },
})
