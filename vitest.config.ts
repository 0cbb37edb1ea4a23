import { readdirSync, existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/** Tests run on the sources, without a build: `@auth/source` is the condition that the manifests' `exports` offer first. */
const conditions = ['@auth/source', 'module', 'node']

const folders = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${parent}/${entry.name}/package.json`))
    .map((entry) => `${parent}/${entry.name}`),
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
        root: folder,
        include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
        testTimeout: 20_000,
      },
    })),
    coverage: { include: ['packages/*/src/**'], exclude: ['**/*.test.ts'] },
  },
})
