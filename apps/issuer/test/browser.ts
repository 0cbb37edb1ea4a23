import { createHash, randomBytes } from 'node:crypto'
import type { DemoClient, Issuer } from '../src/index.ts'

/** A page, or the redirect that leaves the issuer. */
export interface Visited {
  readonly url: URL
  readonly status: number
  readonly html: string
  readonly headers: Headers
}

/** As much of a browser as a sign-in needs: cookies, redirects within the issuer, and forms. It runs no script. */
export class Browser {
  readonly #origin: string
  readonly #cookies = new Map<string, string>()

  constructor(issuer: Issuer) {
    this.#origin = issuer.issuer
  }

  /** Follows redirects until a page, or until an address that is not the issuer's. */
  async open(url: string | URL, init: RequestInit = {}): Promise<Visited> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie, accept: 'text/html' } })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const location = response.headers.get('location')
    const html = await response.text()
    if (location === null) return { url: new URL(url), status: response.status, html, headers: response.headers }
    const next = new URL(location, url)
    return next.origin === this.#origin ? this.open(next) : { url: next, status: response.status, html: '', headers: response.headers }
  }

  /** Sends the first form of a page with its hidden fields, and these. */
  async submit(page: Visited, fields: Record<string, string>): Promise<Visited> {
    const action = new URL(/<form[^>]*action="([^"]+)"/.exec(page.html)?.[1] ?? page.url, page.url)
    const hidden = [...page.html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value] as const,
    )
    return this.open(action, { method: 'POST', body: new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }) })
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';')
    const [name = '', value = ''] = pair.split(/=(.*)/)
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}

/** An authorization request with PKCE. */
export interface AuthorizationRequest {
  readonly url: string
  readonly params: Readonly<Record<string, string>>
  readonly codeVerifier: string
  readonly redirectUri: string
}

/** Makes an authorization request; a parameter given replaces or joins the usual ones. */
export function createAuthorizationRequest(issuer: Issuer, client: DemoClient, more: Record<string, string> = {}): AuthorizationRequest {
  const codeVerifier = randomBytes(32).toString('base64url')
  const redirectUri = 'http://127.0.0.1:45678/callback'
  const params = {
    client_id: client.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile email orders:read orders:write',
    state: 'the-state',
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }
  return { url: `${issuer.issuer}/auth?${new URLSearchParams(params)}`, params, codeVerifier, redirectUri }
}
