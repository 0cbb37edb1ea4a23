import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { type Issuer, startIssuer } from 'issuer'
import { findFreePort } from './free-port.ts'
import { type Shop, startShop } from './start-shop.ts'
import { type Site, startSite } from './start-site.ts'

/** How the world is to be; every member has a default. */
export interface WorldOptions {
  /** How long access tokens live, in seconds. @default 600 */
  readonly accessTokenTtlSeconds?: number | undefined
  /** The site's port. @default any free one */
  readonly port?: number | undefined
  /** A page of another origin that may call the API. @default none */
  readonly webOrigin?: string | undefined
  /** The folder with the site's build. @default this application's */
  readonly folder?: string | undefined
  /** More environment variables of the site. */
  readonly environment?: Readonly<Record<string, string>> | undefined
}

/** A provider, the shop's API and the site, on loopback. */
export interface World extends AsyncDisposable {
  readonly issuer: Issuer
  readonly shop: Shop
  readonly site: Site
  /** Ends the site and starts it anew in the same place, with these variables changed. */
  restartSite(changes: Readonly<Record<string, string>>): Promise<void>
}

/** For whom the provider's tokens are: the shop's API. */
export const audience = 'https://api.example.com'

/** Starts all three, and ends them together. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { accessTokenTtlSeconds, folder, webOrigin, port = await findFreePort() } = options
  await using stack = new AsyncDisposableStack()
  const siteUrl = `http://127.0.0.1:${port}`
  const webBackchannelLogoutUri = `${siteUrl}/auth/backchannel-logout`
  const issuer = stack.use(await startIssuer({ audience, accessTokenTtlSeconds, webBackchannelLogoutUri }))
  const shop = stack.use(await startShop({ issuer: issuer.issuer, audience, webOrigin }))
  const { clientId, clientSecret } = issuer.clients.web
  const environment = {
    ISSUER_URL: issuer.issuer,
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    API_URL: shop.url,
    SITE_URL: siteUrl,
    SESSION_SECRETS: randomBytes(32).toString('base64url'),
    DPOP_KEY: JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })),
    ...options.environment,
  }
  let site = await startSite({ port, folder, environment })
  stack.defer(() => site[Symbol.asyncDispose]())
  const owned = stack.move()
  return {
    issuer,
    shop,
    get site() {
      return site
    },
    async restartSite(changes) {
      await site[Symbol.asyncDispose]()
      site = await startSite({ port, folder, environment: { ...environment, ...changes } })
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
