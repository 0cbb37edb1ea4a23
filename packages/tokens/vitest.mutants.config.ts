import { defineConfig } from 'vitest/config'

/** The tests that judge mutants: all but those whose strength is in numbers, which would run anew for each mutant. */
const conditions = ['@auth/source', 'module', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/fuzz.test.ts', 'test/differential.test.ts'],
    testTimeout: 20_000,
  },
})
