import { MemorySessionStore } from '@auth/client/session'
import { type DPoPKeyPair, restoreDPoPKeyPair } from '@auth/pkce-dpop/dpop'
import type { NextAuthConfig } from '@auth/next'

/** What the site needs to know of where it runs. */
type Environment = { readonly [name: string]: string | undefined }

function need(environment: Environment, name: string): string {
  const value = environment[name]
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is missing`)
  return value
}

/** The address of the shop's API. */
export function readApiUrl(environment: Environment): string {
  return need(environment, 'API_URL')
}

/** How the site signs people in. Its tokens are for the shop's API, and bound to a key that only this server has. */
export async function readSiteConfig(environment: Environment): Promise<NextAuthConfig> {
  return {
    baseUrl: need(environment, 'ISSUER_URL'),
    clientId: need(environment, 'CLIENT_ID'),
    clientSecret: need(environment, 'CLIENT_SECRET'),
    publicUrl: need(environment, 'SITE_URL'),
    secret: need(environment, 'SESSION_SECRETS').split(' '),
    scopes: ['openid', 'profile', 'email', 'roles', 'orders:read', 'orders:write'],
    audience: 'https://api.example.com',
    apiOrigins: [new URL(readApiUrl(environment)).origin],
    dpop: { enabled: true, keyPair: await readKeyPair(need(environment, 'DPOP_KEY')) },
    resourceServer: { audience: 'https://api.example.com' },
    signInPaths: ['/profile', '/orders', '/admin', '/payment'],
    // Kept here, a session can be ended from elsewhere; kept in the cookie, it outlives a restart.
    ...(environment['SESSION_STORE'] === 'cookie' ? {} : { sessionStore: new MemorySessionStore() }),
    // Somebody waits for the page: better to say soon that the provider is down, and to look soon whether it is back.
    timeoutSeconds: 5,
    maxRetries: 1,
    circuitBreaker: { recoveryTimeoutSeconds: 2 },
    allowInsecureLoopback: true,
  }
}

/** The key that tokens are bound to: a private JWK (P-256). Every server of the site has the same, and keeps it over a restart. */
async function readKeyPair(text: string): Promise<DPoPKeyPair> {
  const jwk = JSON.parse(text) as JsonWebKey
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const { d: _, ...publicJwk } = jwk
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']),
    crypto.subtle.importKey('jwk', { ...publicJwk, key_ops: ['verify'] }, algorithm, true, ['verify']),
  ])
  return restoreDPoPKeyPair({ privateKey, publicKey })
}
