import type { DemoUser } from 'issuer'
import type { SessionManager } from '../../src/session/index.ts'
import { Browser } from '../browser.ts'

/** A browser with an application's cookies, whose pages are a manager's routes. */
export class Visitor {
  readonly cookies: Map<string, string> = new Map()
  readonly #manager: SessionManager
  userAgent = 'Visitor/1'

  constructor(manager: SessionManager) {
    this.#manager = manager
  }

  get origin(): string {
    return new URL(this.#manager.routes.login).origin
  }

  /** A request as this browser would make it. */
  request(url: string | URL, init: RequestInit = {}): Request {
    const headers = new Headers(init.headers)
    if (!headers.has('user-agent')) headers.set('user-agent', this.userAgent)
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    if (cookie !== '' && !headers.has('cookie')) headers.set('cookie', cookie)
    return new Request(new URL(url, this.origin), { ...init, headers })
  }

  /** Asks the manager, and keeps the cookies that it sets. */
  async visit(url: string | URL, init?: RequestInit): Promise<Response> {
    const response = await this.#manager.handle(this.request(url, init))
    this.keep(response.headers)
    return response
  }

  /** Posts a form, as a page of the application would. */
  post(url: string, fields: Record<string, string> = {}): Promise<Response> {
    return this.visit(url, { method: 'POST', body: new URLSearchParams(fields), headers: { 'sec-fetch-site': 'same-origin' } })
  }

  keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]!.split(/=(.*)/s)
      if (/max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }

  /** Goes to the provider's pages, and gives the address that it sends the browser back to. */
  async goThrough(issuer: string, loginUrl: string, user: DemoUser): Promise<URL> {
    const response = await this.visit(loginUrl)
    return new Browser(issuer).signIn(response.headers.get('location') ?? '', user)
  }

  /** The whole way of a sign-in. */
  async signIn(issuer: string, user: DemoUser, loginUrl: string = this.#manager.loginUrl()): Promise<Response> {
    return this.visit(await this.goThrough(issuer, loginUrl, user))
  }
}
