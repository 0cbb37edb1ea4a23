/**
 * Budgets in bytes, min+gzip, as esbuild bundles for browsers: each package whole, then what a program often takes of it.
 * `jose` is left out where it is named: it is loaded by who configures what needs it. Frameworks are there already.
 */
const browser = (config) => ({ ...config, platform: 'browser', format: 'esm', target: 'es2022' })
const dist = (path) => `packages/${path}.js`

const optionChecks =
  '{ checkFunction, checkInteger, checkObject, checkOneOf, checkOption, checkOptions, checkSeconds, checkString, checkStringList, checkUrl, isLoopbackHost }'

const budgets = [
  // The goal is 2 kB: docs/decisions/2026-11-23-errors-are-a-table.md says why it is not met.
  ['@auth/core-errors, all of it', { 'core-errors/dist/index': '*', 'core-errors/dist/options/index': optionChecks }, '3.6 kB'],
  ['@auth/core-errors, one error', { 'core-errors/dist/index': '{ PKCEError }' }, '1 kB'],
  ['@auth/core-errors, isAuthPlatformError', { 'core-errors/dist/index': '{ isAuthPlatformError }' }, '100 B'],
  ['@auth/core-errors/telemetry, without OpenTelemetry', { 'core-errors/dist/telemetry/index': '*' }, '3.1 kB'],
  ['@auth/http-resilience, all of it', { 'http-resilience/dist/index': '*' }, '8.4 kB'],
  ['@auth/pkce-dpop, all but Redis', { 'pkce-dpop/dist/index': '*' }, '7.9 kB'],
  ['@auth/pkce-dpop, createPKCEChallenge', { 'pkce-dpop/dist/index': '{ createPKCEChallenge }' }, '1 kB'],
  ['@auth/pkce-dpop, DPoPKeyPair', { 'pkce-dpop/dist/index': '{ DPoPKeyPair }' }, '1.8 kB'],
  ['@auth/pkce-dpop, DPoPVerifier', { 'pkce-dpop/dist/index': '{ DPoPVerifier }' }, '5 kB'],
  ['@auth/jwks, all of it', { 'jwks/dist/index': '*' }, '7.3 kB'],
  ['@auth/jwks, JWKSCache', { 'jwks/dist/index': '{ JWKSCache }' }, '6.6 kB'],
  ['@auth/jwks, LocalJWKS', { 'jwks/dist/index': '{ LocalJWKS }' }, '2.5 kB'],
  ['@auth/jwks, fetchServerMetadata', { 'jwks/dist/index': '{ fetchServerMetadata }' }, '3.2 kB'],
  // The goal is 7 kB: docs/decisions/2026-11-25-what-browsers-leave-out.md says why it is not met.
  [
    '@auth/tokens, TokenValidator and JWKSCache, without jose',
    { 'tokens/dist/index': '{ TokenValidator }', 'jwks/dist/index': '{ JWKSCache }' },
    '11.2 kB',
  ],
  ['@auth/tokens, validateIdToken', { 'tokens/dist/index': '{ validateIdToken }' }, '6.8 kB'],
  ['@auth/tokens, decodeToken', { 'tokens/dist/index': '{ decodeToken }' }, '2.5 kB'],
  ['@auth/tokens, ResourceServer, without jose', { 'tokens/dist/resource-server/index': '{ ResourceServer }' }, '22.2 kB'],
  ['@auth/client, all of it, without jose', { 'client/dist/index': '*' }, '35.5 kB'],
  [
    '@auth/client/browser: code, PKCE, callback, ID token, refresh',
    { 'client/dist/browser/index': '{ createProvider, startLogin, finishLogin, refreshTokens }' },
    '6.5 kB',
  ],
  // The goal is 9.5 kB: docs/decisions/2026-11-25-browsers-get-a-client-of-their-own.md says why it is not met.
  ['@auth/client/browser: BrowserClient', { 'client/dist/browser/index': '{ BrowserClient }' }, '10.1 kB'],
  ['@auth/client/session, without jose', { 'client/dist/session/index': '*' }, '43.5 kB'],
  ['@auth/client/session/redis', { 'client/dist/session/redis/index': '*' }, '3.5 kB'],
  ['@auth/express, without jose', { 'express/dist/index': '*' }, '23 kB'],
  ['@auth/nestjs, without jose and Nest', { 'nestjs/dist/index': '*' }, '30.5 kB'],
  ['@auth/express/login, without jose', { 'express/dist/login/index': '*' }, '43.5 kB'],
  ['@auth/next, without jose', { 'next/dist/index': '*' }, '57 kB'],
  ['@auth/next/client', { 'next/dist/react/index': '*' }, '2.5 kB'],
]

export default budgets.map(([name, imports, limit]) => ({
  name,
  path: Object.keys(imports).map(dist),
  import: Object.fromEntries(Object.entries(imports).map(([path, names]) => [dist(path), names])),
  limit,
  gzip: true,
  ignore: ['jose', '@opentelemetry/api', '@nestjs/common', '@nestjs/core', 'rxjs', 'next', '#next/navigation', 'react'],
  modifyEsbuildConfig: browser,
}))
