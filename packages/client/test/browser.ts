import type { DemoUser } from 'issuer'

interface Page {
  readonly url: URL
  readonly html: string
}

/** As much of a browser as the issuer's pages need: cookies, redirects within the issuer, and forms. */
export class Browser {
  readonly #origin: string
  readonly #cookies = new Map<string, string>()

  constructor(issuer: string) {
    this.#origin = new URL(issuer).origin
  }

  /** Follows redirects until a page, or until an address that is not the issuer's. */
  async open(url: string | URL, init: RequestInit = {}): Promise<Page> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie, accept: 'text/html' } })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split(/=(.*)/)
      this.#cookies.set(name, value)
    }
    const html = await response.text()
    const location = response.headers.get('location')
    if (location === null) return { url: new URL(url), html }
    const next = new URL(location, url)
    return next.origin === this.#origin ? this.open(next) : { url: next, html: '' }
  }

  /** Sends the first form of a page with its hidden fields, and these. */
  submit(page: Page, fields: Record<string, string> = {}): Promise<Page> {
    const action = new URL(/<form[^>]*action="([^"]+)"/.exec(page.html)?.[1] ?? page.url, page.url)
    const hidden = [...page.html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ])
    return this.open(action, { method: 'POST', body: new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }) })
  }

  /** Signs a person in, and gives the address that the issuer sends the browser back to. */
  async signIn(url: string, { username, password }: DemoUser): Promise<URL> {
    let page = await this.open(url)
    if (page.html.includes('name="password"')) page = await this.submit(page, { username, password, action: 'sign-in' })
    if (page.html.includes('<form') && page.url.origin === this.#origin) page = await this.submit(page, { action: 'allow' })
    return page.url
  }

  /** Lets a device in. */
  async connectDevice(url: string, user: DemoUser): Promise<string> {
    let page = await this.open(url)
    for (let step = 0; step < 4 && page.html.includes('<form'); step++) {
      const fields = page.html.includes('name="password"') ? { username: user.username, password: user.password, action: 'sign-in' } : {}
      page = await this.submit(page, fields)
    }
    return page.html
  }
}
