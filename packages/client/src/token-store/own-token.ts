import { type SingleFlight, singleFlight } from '@auth/http-resilience'
import { clientCredentials } from '../grants/client-credentials.ts'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import { toSharedCallOptions } from '../http/shared-call-options.ts'
import type { TokenResponse } from '../token/token-response.ts'

/** The client's own access token, in memory. */
export class OwnToken {
  readonly #context: ClientContext
  readonly #flight: SingleFlight<TokenResponse>
  #kept: TokenResponse | undefined

  constructor(context: ClientContext) {
    const { timeoutSeconds, monotonicNow } = context.config
    this.#context = context
    this.#flight = singleFlight({ maxSeconds: timeoutSeconds, monotonicNow })
  }

  /** The token, when it is good for a while. One that does not say when it expires is asked for anew. */
  getFresh(): string | undefined {
    const { cache, now } = this.#context.config
    const expiresAt = this.#kept?.expiresAt
    return expiresAt !== undefined && expiresAt - cache.tokenBufferSeconds > now() / 1000 ? this.#kept?.accessToken : undefined
  }

  /** A new token; those who come meanwhile share it. */
  async fetch(callOptions: CallOptions = {}): Promise<string> {
    const options = toSharedCallOptions(callOptions, this.#context.config)
    const work = (signal: AbortSignal) => clientCredentials(this.#context, {}, { ...options, signal })
    // Each one waits no longer than its own deadline, whoever began the request.
    const fetched = await this.#context.begin(callOptions).withinDeadline((signal) => this.#flight('own', work, { signal }))
    this.#kept = fetched
    return fetched.accessToken
  }

  /** Another token than the one that was refused. */
  async replace(refused: string, options: CallOptions): Promise<string> {
    if (this.#kept?.accessToken === refused) this.#kept = undefined
    return this.getFresh() ?? this.fetch(options)
  }

  forget(): void {
    this.#kept = undefined
  }
}
