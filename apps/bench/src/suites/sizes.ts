import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Comparison, Goal } from '../comparison.ts'

/** What a page imports for one job: of which module which names. */
type Imports = Readonly<Record<string, string>>

interface Job {
  readonly title: string
  readonly baseline: string
  readonly programs: Readonly<Record<string, Imports>>
  readonly goals: readonly Goal[]
}

const discover = 'discoveryRequest, processDiscoveryResponse'
const signIn = `${discover}, generateRandomCodeVerifier, generateRandomState, generateRandomNonce, calculatePKCECodeChallenge,
  validateAuthResponse, authorizationCodeGrantRequest, processAuthorizationCodeResponse, validateApplicationLevelSignature,
  refreshTokenGrantRequest, processRefreshTokenResponse, None`
const openidSignIn = `discovery, None, randomPKCECodeVerifier, randomState, randomNonce, calculatePKCECodeChallenge,
  buildAuthorizationUrl, authorizationCodeGrant, enableNonRepudiationChecks, refreshTokenGrant`

/** Each job as a page would do it with each library, with the same checks as far as the library has them. */
const jobs: readonly Job[] = [
  {
    title: 'Size in a page: a PKCE challenge',
    baseline: 'pkce-challenge',
    programs: {
      '@auth/pkce-dpop': { '@auth/pkce-dpop': 'createPKCEChallenge' },
      'pkce-challenge': { 'pkce-challenge': 'default as pkceChallenge' },
      oauth4webapi: { oauth4webapi: 'generateRandomCodeVerifier, calculatePKCECodeChallenge' },
    },
    goals: [{ name: '@auth/pkce-dpop', atMost: 1, of: 'pkce-challenge' }],
  },
  {
    title: 'Size in a page: DPoP keys and proofs',
    baseline: 'dpop',
    programs: {
      '@auth/pkce-dpop': { '@auth/pkce-dpop': 'DPoPKeyPair' },
      dpop: { dpop: 'generateKeyPair, generateProof, calculateThumbprint' },
    },
    goals: [{ name: '@auth/pkce-dpop', atMost: 1, of: 'dpop' }],
  },
  {
    title: 'Size in a page: sign-in with PKCE, callback, signed ID token, refresh',
    baseline: 'oauth4webapi',
    programs: {
      '@auth/client/browser, functions': { '@auth/client/browser': 'createProvider, startLogin, finishLogin, refreshTokens' },
      oauth4webapi: { oauth4webapi: signIn },
      'openid-client': { 'openid-client': openidSignIn },
      'oidc-client-ts OidcClient (unsigned)': { 'oidc-client-ts': 'OidcClient' },
    },
    goals: [{ name: '@auth/client/browser, functions', atMost: 1, of: 'oauth4webapi' }],
  },
  {
    title: 'Size in a page: sign-in and all that with DPoP, pushed requests, calls of an API',
    baseline: 'oauth4webapi',
    programs: {
      '@auth/client/browser BrowserClient, tabs and storage too': { '@auth/client/browser': 'BrowserClient' },
      oauth4webapi: {
        oauth4webapi: `${signIn}, DPoP, generateKeyPair, protectedResourceRequest, pushedAuthorizationRequest, processPushedAuthorizationResponse`,
      },
      'openid-client': {
        'openid-client': `${openidSignIn}, buildAuthorizationUrlWithPAR, getDPoPHandle, randomDPoPKeyPair, fetchProtectedResource`,
      },
      'oidc-client-ts UserManager (unsigned)': { 'oidc-client-ts': 'UserManager' },
      '@auth0/auth0-spa-js Auth0Client': { '@auth0/auth0-spa-js': 'Auth0Client' },
    },
    goals: [{ name: '@auth/client/browser BrowserClient, tabs and storage too', atMost: 1, of: 'oauth4webapi' }],
  },
  {
    title: 'Size in a page: an access token and its issuer’s published keys',
    baseline: 'jose',
    programs: {
      '@auth/tokens, @auth/jwks': { '@auth/tokens': 'TokenValidator', '@auth/jwks': 'JWKSCache' },
      jose: { jose: 'jwtVerify, createRemoteJWKSet' },
      'aws-jwt-verify': { 'aws-jwt-verify': 'JwtVerifier' },
      'oauth4webapi, discovery too': { oauth4webapi: `${discover}, validateJwtAccessToken` },
    },
    goals: [{ name: '@auth/tokens, @auth/jwks', atMost: 1, of: 'jose' }],
  },
]

/** Min+gzip, for browsers; jose is loaded only by who configures what needs it. Budgets are those of `check:size`. */
async function measureKilobytes(imports: Imports): Promise<number> {
  const isOurs = Object.keys(imports).every((name) => name.startsWith('@auth/'))
  const lines = Object.entries(imports).map(([from, names]) => `import { ${names} } from '${from}'`)
  const used = Object.values(imports).map((names) => names.replaceAll('default as ', ''))
  const { outputFiles } = await build({
    stdin: { contents: [...lines, `console.log(${used.join()})`].join('\n'), resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: isOurs ? ['jose'] : [],
    write: false,
  })
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length / 1000
}

/** What each job adds to a page; the same on every machine. */
export async function* compareSizes(): AsyncGenerator<Comparison> {
  for (const { title, baseline, programs, goals } of jobs) {
    const measurements = await Promise.all(
      Object.entries(programs).map(async ([name, imports]) => ({ name, median: await measureKilobytes(imports), spread: 0 })),
    )
    yield { title, unit: 'kB', baseline, measurements, goals }
  }
}
