import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import type { AuthPlatformConfig } from '../src/index.ts'

/** A request as it reached the provider. */
export interface SeenRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly form: URLSearchParams
  readonly redirect: string
}

type Answer = Response | Record<string, unknown>

type Claims = Record<string, unknown>

interface SigningPair {
  readonly kid: string
  readonly alg: string
  readonly privateKey: CryptoKey
  readonly jwk: Record<string, unknown>
}

const issuer = 'https://as.example'
const clientSecret = 'a-secret-that-is-long-enough-for-hs256'

export async function createSigningPair(alg: string, kid: string = alg): Promise<SigningPair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

/**
 * A provider in this process that says and does what a test tells it to; by default all is well. It is reached through
 * the `fetch` of its configuration, and nothing else is.
 */
export class HostileProvider {
  readonly issuer: string = issuer
  readonly seen: SeenRequest[] = []
  /** What the metadata say beside, or instead of, the usual. */
  metadata: Record<string, unknown> = {}
  /** What answers at a path; the default is what a good provider answers. */
  readonly answers: Map<string, (request: SeenRequest) => Answer | Promise<Answer>> = new Map()
  /** What is published. */
  keys: SigningPair[]
  nonce: string | undefined
  readonly #signer: SigningPair

  private constructor(signer: SigningPair) {
    this.#signer = signer
    this.keys = [signer]
  }

  static async create(alg = 'ES256'): Promise<HostileProvider> {
    return new HostileProvider(await createSigningPair(alg))
  }

  config(more: Partial<AuthPlatformConfig> = {}): AuthPlatformConfig {
    const fetch = this.fetch
    return {
      baseUrl: issuer,
      clientId: 'web',
      clientSecret,
      redirectUri: 'https://app.example/callback',
      scopes: ['openid'],
      maxRetries: 0,
      fetch,
      ...more,
    }
  }

  /** How often a path was asked. */
  count(path: string): number {
    return this.seen.filter(({ url }) => url.pathname === path).length
  }

  on(path: string, answer: (request: SeenRequest) => Answer | Promise<Answer>): void {
    this.answers.set(path, answer)
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const text = await request.text()
    const seen = {
      redirect: request.redirect,
      method: request.method,
      url: new URL(request.url),
      headers: request.headers,
      form: new URLSearchParams(text),
    }
    this.seen.push(seen)
    const answer = await (this.answers.get(seen.url.pathname) ?? (() => this.#answer(seen)))(seen)
    return answer instanceof Response ? answer : Response.json(answer)
  }

  async #answer({ url }: SeenRequest): Promise<Answer> {
    if (url.pathname === '/.well-known/openid-configuration') return this.#describe()
    if (url.pathname === '/jwks') return { keys: this.keys.map(({ jwk }) => jwk) }
    if (url.pathname === '/token') return this.tokens()
    if (url.pathname === '/userinfo') return { sub: 'ada' }
    return new Response(null, { status: 404 })
  }

  /** A good answer of the token endpoint, with what is given instead. */
  async tokens(more: Record<string, unknown> = {}, claims: Claims = {}): Promise<Record<string, unknown>> {
    const idToken = 'id_token' in more ? {} : { id_token: await this.sign({ at_hash: hash('at'), ...claims }) }
    return { access_token: 'at', token_type: 'Bearer', expires_in: 600, ...idToken, ...more }
  }

  /** A token of the provider's for this client: good unless the claims, where undefined takes one away, or the key say otherwise. */
  async sign(claims: Claims = {}, header: Record<string, unknown> = {}, signer: SigningPair = this.#signer): Promise<string> {
    const { privateKey, alg, kid } = signer
    return new SignJWT(this.#claims(claims)).setProtectedHeader({ alg, kid, ...header }).sign(privateKey)
  }

  /** The same by the client secret. */
  async signBySecret(claims: Claims = {}, secret: string = clientSecret): Promise<string> {
    return new SignJWT(this.#claims(claims)).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret))
  }

  /** The same without a signature. */
  unsigned(claims: Claims = {}): string {
    return new UnsecuredJWT(this.#claims(claims)).encode()
  }

  #claims(claims: Claims): Claims {
    const now = Math.floor(Date.now() / 1000)
    const good = { iss: issuer, aud: 'web', sub: 'ada', iat: now, exp: now + 300, nonce: this.nonce }
    return JSON.parse(JSON.stringify({ ...good, ...claims })) as Claims
  }

  #describe(): Record<string, unknown> {
    const at = (path: string): string => `${issuer}${path}`
    return {
      issuer,
      authorization_endpoint: at('/authorize'),
      token_endpoint: at('/token'),
      jwks_uri: at('/jwks'),
      userinfo_endpoint: at('/userinfo'),
      revocation_endpoint: at('/revoke'),
      introspection_endpoint: at('/introspect'),
      end_session_endpoint: at('/logout'),
      pushed_authorization_request_endpoint: at('/par'),
      device_authorization_endpoint: at('/device'),
      backchannel_authentication_endpoint: at('/ciba'),
      registration_endpoint: at('/register'),
      ...this.metadata,
    }
  }
}

/** The left half of the SHA-256 of a value: `at_hash` and `c_hash` beside ES256, PS256 and RS256. */
export function hash(value: string): string {
  return createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url')
}
