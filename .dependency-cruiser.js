/** Who may import whom: the table in ARCHITECTURE.md, one row a package, or a folder of one. A row names what it may reach. */
const mayImport = {
  'core-errors': [],
  'http-resilience': ['core-errors'],
  'pkce-dpop': ['core-errors'],
  jwks: ['core-errors', 'http-resilience'],
  tokens: ['core-errors', 'jwks', 'pkce-dpop'],
  client: ['core-errors', 'http-resilience', 'jwks', 'pkce-dpop', 'tokens'],
  express: ['core-errors', 'tokens'],
  'express/src/login': ['core-errors', 'tokens', 'client'],
  nestjs: ['core-errors', 'tokens'],
  next: ['core-errors', 'tokens', 'client'],
}

/** The folders of a package that have a row of their own. */
const listNarrower = (name) =>
  Object.keys(mayImport)
    .filter((other) => other.startsWith(`${name}/`))
    .map((other) => `^packages/${other}/`)

export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-undeclared', severity: 'error', from: { path: '^packages/[^/]+/src' }, to: { couldNotResolve: true, pathNot: '^#' } },
    { name: 'not-to-apps', severity: 'error', from: { path: '^packages/[^/]+/src', pathNot: '\\.test\\.ts$' }, to: { path: '^apps/' } },
    {
      name: 'doctor-is-for-the-command-alone',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/client/(src/doctor|test/doctor|bin)/' },
      to: { path: '^packages/client/src/doctor/' },
    },
    {
      name: 'telemetry-is-for-who-asks',
      severity: 'error',
      from: { path: '^packages/[^/]+/src', pathNot: '(\\.test\\.ts$|^packages/core-errors/src/telemetry/)' },
      to: { path: '(^packages/core-errors/src/telemetry/|@opentelemetry/)' },
    },
    ...Object.entries(mayImport).map(([name, allowed]) => ({
      name: `${name}-imports-downward-only`,
      severity: 'error',
      from: { path: `^packages/${name.includes('/') ? name : `${name}/src`}/`, pathNot: ['\\.test\\.ts$', ...listNarrower(name)] },
      to: { path: '^packages/', pathNot: `^packages/(${[name.split('/')[0], ...allowed].join('|')})/` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|apps|examples)/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@auth/source', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
}
