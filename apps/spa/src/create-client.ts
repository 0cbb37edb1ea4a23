import { BrowserClient } from '@auth/client/browser'
import type { Settings } from './settings.ts'

/** The page's client. Tokens survive a reload; they are of no use without the key, which no script can read. */
export function createClient({ issuer, clientId, audience, apiUrl }: Settings): BrowserClient {
  return new BrowserClient({
    baseUrl: issuer,
    clientId,
    audience,
    redirectUri: `${location.origin}/callback`,
    scopes: ['openid', 'profile', 'email', 'offline_access', 'orders:read', 'orders:write'],
    apiOrigins: [apiUrl],
    dpop: { enabled: true },
    storage: 'session',
    allowInsecureLoopback: true, // the demo's provider and API are on this machine
  })
}
