import { defineConfig } from 'vitest/config'

const conditions = ['@auth/source', 'module', 'node']

/** The tests that judge mutants: all but those whose strength is in numbers, or that start something, which they would for each mutant anew. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/{fuzz,differential,chromium,redis}.test.ts'],
    testTimeout: 20_000,
  },
})
