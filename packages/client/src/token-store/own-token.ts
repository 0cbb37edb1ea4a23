import { checkObject } from '@auth/core-errors/options'
import { singleFlight } from '@auth/http-resilience'
import { clientCredentials } from '../grants/client-credentials.ts'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import type { TokenResponse } from '../token/token-response.ts'

/** The client's own access token, in memory. */
export class OwnToken {
  readonly #context: ClientContext
  readonly #flight = singleFlight<TokenResponse>()
  #kept: TokenResponse | undefined

  constructor(context: ClientContext) {
    this.#context = context
  }

  /** The token, when it is good for a while. One that does not say when it expires is asked for anew. */
  getFresh(): string | undefined {
    const { cache, now } = this.#context.config
    const expiresAt = this.#kept?.expiresAt
    return expiresAt !== undefined && expiresAt - cache.tokenBufferSeconds > now() / 1000 ? this.#kept?.accessToken : undefined
  }

  /** A new token; those who come meanwhile share it. */
  async fetch(callOptions: CallOptions = {}): Promise<string> {
    const { signal, ...options } = checkObject(callOptions, 'options')
    const fetched = await this.#flight('own', (ofAll) => clientCredentials(this.#context, {}, { ...options, signal: ofAll }), { signal })
    this.#kept = fetched
    return fetched.accessToken
  }

  /** Another token than the one that was refused. */
  async replace(refused: string): Promise<string> {
    if (this.#kept?.accessToken === refused) this.#kept = undefined
    return this.getFresh() ?? this.fetch()
  }

  forget(): void {
    this.#kept = undefined
  }
}
