import { type SessionConfig, SessionManager } from '../../src/session/index.ts'
import { hash, HostileProvider, type SeenRequest } from '../hostile-provider.ts'
import { Visitor } from './visitor.ts'

export const publicUrl = 'https://app.example'
export const secret = 'a secret of at least thirty-two characters'

/** An application at a provider in this process, whose clock is moved and whose refresh tokens work once. */
export class Application {
  readonly provider: HostileProvider
  /** By how many seconds the clock is ahead. */
  moved = 0
  /** How often the refresh grant was asked for. */
  refreshes = 0
  /** How often a refresh token came a second time. */
  reuses = 0
  readonly revoked: string[] = []
  /** What a refresh waits for. */
  beforeRefresh: () => Promise<void> = async () => {}
  /** What is beside the usual in token answers. */
  tokens: Record<string, unknown> = {}
  readonly #used = new Set<string>()

  private constructor(provider: HostileProvider) {
    this.provider = provider
    provider.on('/token', (request) => this.#answerToken(request))
    provider.on('/revoke', ({ form }) => {
      this.revoked.push(form.get('token') ?? '')
      return new Response(null, { status: 200 })
    })
  }

  static async create(): Promise<Application> {
    return new Application(await HostileProvider.create())
  }

  readonly now = (): number => Date.now() + this.moved * 1000

  config(more: Partial<SessionConfig> = {}): SessionConfig {
    const { redirectUri: _, ...client } = this.provider.config({ circuitBreaker: false })
    const wait = async (): Promise<void> => {
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    }
    return { ...client, publicUrl, secret, now: this.now, wait, scopes: ['openid', 'offline_access'], ...more }
  }

  createManager(more: Partial<SessionConfig> = {}): SessionManager {
    return new SessionManager(this.config(more))
  }

  /** Begins a login, and gives the callback that the provider would send the browser to. */
  async goThrough(
    visitor: Visitor,
    { user = 'ada', loginUrl = '/auth/login' }: { readonly user?: string; readonly loginUrl?: string } = {},
  ): Promise<URL> {
    const response = await visitor.visit(loginUrl)
    const location = new URL(response.headers.get('location') ?? 'about:blank')
    const callback = new URL(location.searchParams.get('redirect_uri') ?? 'about:blank')
    const code = `${user} ${location.searchParams.get('nonce')} ${crypto.randomUUID()}`
    callback.search = String(new URLSearchParams({ code, state: location.searchParams.get('state') ?? '' }))
    return callback
  }

  async signIn(visitor: Visitor, options: { readonly user?: string; readonly loginUrl?: string } = {}): Promise<Response> {
    return visitor.visit(await this.goThrough(visitor, options))
  }

  /** A browser that is signed in. */
  async createVisitor(manager: SessionManager, user?: string): Promise<Visitor> {
    const visitor = new Visitor(manager)
    const response = await this.signIn(visitor, user === undefined ? {} : { user })
    if (response.status !== 303) throw new Error(`not signed in: ${response.status} ${await response.text()}`)
    return visitor
  }

  async #answerToken({ form }: SeenRequest): Promise<Response | Record<string, unknown>> {
    const refreshToken = form.get('refresh_token')
    if (refreshToken === null) return this.#answerCode(form.get('code') ?? '')
    this.refreshes++
    await this.beforeRefresh()
    if (this.#used.has(refreshToken)) {
      this.reuses++
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    }
    this.#used.add(refreshToken)
    const [user = '', round = '0'] = refreshToken.split('.')
    const next = `${user}.${Number(round) + 1}`
    return { access_token: `at-${next}`, token_type: 'Bearer', expires_in: 600, refresh_token: next, ...this.tokens }
  }

  async #answerCode(code: string): Promise<Response | Record<string, unknown>> {
    if (this.#used.has(code)) return Response.json({ error: 'invalid_grant' }, { status: 400 })
    this.#used.add(code)
    const [user, nonce, family] = code.split(' ')
    const first = `${user}-${family}.0`
    const seconds = Math.floor(this.now() / 1000)
    const times = { iat: seconds, exp: seconds + 300, auth_time: seconds }
    const claims = { sub: user, nonce, sid: `sid-${user}-${family}`, at_hash: hash(`at-${first}`), ...times }
    const more = { access_token: `at-${first}`, refresh_token: first, expires_in: 600, ...this.tokens }
    return this.provider.tokens(more, claims)
  }
}
