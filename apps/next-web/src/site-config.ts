import { MemorySessionStore } from '@auth/client/session'
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
export function readSiteConfig(environment: Environment): NextAuthConfig {
  return {
    baseUrl: need(environment, 'ISSUER_URL'),
    clientId: need(environment, 'CLIENT_ID'),
    clientSecret: need(environment, 'CLIENT_SECRET'),
    publicUrl: need(environment, 'SITE_URL'),
    secret: need(environment, 'SESSION_SECRETS').split(' '),
    scopes: ['openid', 'profile', 'email', 'roles', 'offline_access', 'orders:read', 'orders:write'],
    audience: 'https://api.example.com',
    apiOrigins: [new URL(readApiUrl(environment)).origin],
    dpop: { enabled: true },
    resourceServer: { audience: 'https://api.example.com' },
    signInPaths: ['/profile', '/orders', '/admin', '/payment'],
    // Kept here, a session can be ended from elsewhere; kept in the cookie, it outlives a restart.
    ...(environment['SESSION_STORE'] === 'cookie' ? {} : { sessionStore: new MemorySessionStore() }),
    allowInsecureLoopback: true,
  }
}
