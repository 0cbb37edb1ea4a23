import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DPoPNonceIssuer } from '@auth/pkce-dpop'
import { createApi } from 'express-api'
import { type Issuer, startIssuer } from 'issuer'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { type Spa, startSpa } from '../src/server/index.ts'

/** A request that reached the API. */
interface ApiRequest {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly authorization: string | undefined
}

/** The provider, the API and the page, each at an origin of its own, and a browser. */
export interface World extends AsyncDisposable {
  readonly issuer: Issuer
  readonly spa: Spa
  readonly apiRequests: ApiRequest[]
  readonly browser: Browser
  /** A person's browser, without any past. Whatever a page of it complains of is a failure. */
  readonly openContext: (options?: Parameters<Browser['newContext']>[0]) => Promise<BrowserContext>
  readonly complaints: string[]
}

const audience = 'https://api.example.com'

export async function startWorld(): Promise<World> {
  await using stack = new AsyncDisposableStack()
  const issuer = stack.use(await startIssuer({ audience, algorithm: 'ES256', accessTokenTtlSeconds: 14 }))
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  stack.defer(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const spa = stack.use(await startSpa({ issuer: issuer.issuer, clientId: issuer.clients.spa.clientId, audience, apiUrl }))
  const api = createApi({
    issuer: issuer.issuer,
    audience,
    publicUrl: apiUrl,
    dpop: { mode: 'required', nonce: new DPoPNonceIssuer({ secrets: [crypto.randomUUID()] }) },
    allowInsecureLoopback: true,
    webOrigin: spa.url,
  })
  const apiRequests: ApiRequest[] = []
  server.on('request', ({ method, url, headers: { authorization } }) => void apiRequests.push({ method, url, authorization }))
  server.on('request', api)
  const browser = stack.adopt(await launch(), (launched) => launched.close())
  const complaints: string[] = []
  const openContext: World['openContext'] = async (options) => {
    const context = await browser.newContext(options)
    await context.addInitScript(installClock)
    context.on('page', (page) => listen(page, complaints))
    return context
  }
  const owned = stack.move()
  return { issuer, spa, apiRequests, browser, openContext, complaints, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function launch(): Promise<Browser> {
  const args = ['no-sandbox', 'disable-gpu', 'disable-dev-shm-usage', 'disable-background-networking', 'disable-component-update']
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    // People's browsers have it.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [...args, 'disable-sync', 'no-first-run', 'no-proxy-server'].map((name) => `--${name}`),
  })
}

/** Keeps what a page complains of, but not that a server failed: that is the page's business. */
function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => void complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|blocked by CORS policy/.test(message.text()))
      complaints.push(message.text())
  })
}

/** Lets the test move a page's clock: `wakeUp(milliseconds)` is what happens when a machine has slept for so long. */
function installClock(): void {
  const { now } = Date
  let slept = 0
  Date.now = () => now() + slept
  Object.assign(globalThis, {
    wakeUp(milliseconds: number) {
      slept += milliseconds
      dispatchEvent(new Event('visibilitychange'))
    },
  })
}
