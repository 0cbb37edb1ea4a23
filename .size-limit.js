/** Budgets in bytes, min+gzip, as esbuild bundles for browsers. An entry with `import` counts just those names. */
const dist = (path) => `packages/${path}`

export default [
  {
    name: 'core-errors: every error class',
    path: dist('core-errors/dist/index.js'),
    import: '{ TokenExpiredError, isAuthPlatformError, ErrorCode }',
    limit: '1.5 kB',
  },
].map((budget) => ({ gzip: true, ...budget }))
