import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const conditions = ['@auth/source', 'module', 'node']
const root = join(import.meta.dirname, '../../..')

/** The site in a real browser, against the built application. Run by `pnpm test:web`, which builds first. */
export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'web',
    include: ['*.test.ts'],
    reporters: ['default', ['json', { outputFile: join(root, 'reports/vitest-web.json') }]],
    // Each file starts a provider, an API, a site and a browser.
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
