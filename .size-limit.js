/**
 * Budgets in bytes, min+gzip, as esbuild bundles for browsers: each package whole, then what a program often takes of it.
 * `jose` is left out where it is named: it is loaded by who configures what needs it.
 */
const browser = (config) => ({ ...config, platform: 'browser', format: 'esm', target: 'es2022' })
const dist = (path) => `packages/${path}.js`

const optionChecks =
  '{ checkFunction, checkInteger, checkObject, checkOneOf, checkOption, checkSeconds, checkString, checkStringList, checkUrl, isLoopbackHost }'

const budgets = [
  // The goal for core-errors is 2 kB: docs/decisions/2026-11-23-errors-are-a-table.md says why it is not met.
  ['@auth/core-errors, all of it', { 'core-errors/dist/index': '*', 'core-errors/dist/options/index': optionChecks }, '3.9 kB'],
  ['@auth/core-errors, one error', { 'core-errors/dist/index': '{ PKCEError }' }, '1.1 kB'],
  ['@auth/http-resilience, all of it', { 'http-resilience/dist/index': '*' }, '8.3 kB'],
  ['@auth/pkce-dpop, all but Redis', { 'pkce-dpop/dist/index': '*' }, '8 kB'],
  ['@auth/pkce-dpop, createPKCEChallenge', { 'pkce-dpop/dist/index': '{ createPKCEChallenge }' }, '1 kB'],
  ['@auth/pkce-dpop, DPoPKeyPair', { 'pkce-dpop/dist/index': '{ DPoPKeyPair }' }, '1.8 kB'],
  ['@auth/jwks, all of it', { 'jwks/dist/index': '*' }, '7.8 kB'],
  ['@auth/jwks, JWKSCache', { 'jwks/dist/index': '{ JWKSCache }' }, '7 kB'],
  [
    '@auth/tokens, TokenValidator and JWKSCache, without jose',
    { 'tokens/dist/index': '{ TokenValidator }', 'jwks/dist/index': '{ JWKSCache }' },
    '12.6 kB',
  ],
  ['@auth/tokens, ResourceServer, without jose', { 'tokens/dist/resource-server/index': '{ ResourceServer }' }, '23.5 kB'],
  ['@auth/client, all of it, without jose', { 'client/dist/index': '*' }, '36 kB'],
  ['@auth/express, without jose', { 'express/dist/index': '*' }, '24 kB'],
  ['@auth/nestjs, without jose and Nest', { 'nestjs/dist/index': '*' }, '31 kB'],
  ['@auth/next, without jose', { 'next/dist/index': '*' }, '24 kB'],
]

export default budgets.map(([name, imports, limit]) => ({
  name,
  path: Object.keys(imports).map(dist),
  import: Object.fromEntries(Object.entries(imports).map(([path, names]) => [dist(path), names])),
  limit,
  gzip: true,
  ignore: ['jose', '@nestjs/common', '@nestjs/core', 'rxjs'],
  modifyEsbuildConfig: browser,
}))
