import { ValidationError } from '@auth/core-errors'
import { HTTPExecutor } from '@auth/http-resilience'
import { JWKSCache } from '@auth/jwks'
import { createClosing } from '#closing'
import type { AuthPlatformConfig } from '../config/auth-platform-config.ts'
import type { EndpointName } from '../config/endpoint.ts'
import { parseConfig } from '../config/parse-config.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { DPoPProver } from '../dpop/dpop-prover.ts'
import { TokenOperations } from '../token/token-operations.ts'
import type { CallOptions } from './call-options.ts'
import { beginCall, type Call } from './call.ts'
import { ProviderMetadata } from './provider-metadata.ts'

/** What all the calls of one client share. It holds nothing of any user's. */
export class ClientContext {
  readonly config: ResolvedConfig
  readonly operations: TokenOperations
  readonly executor: HTTPExecutor
  readonly metadata: ProviderMetadata
  /** With DPoP only. */
  readonly dpop: DPoPProver | undefined
  readonly #closing = createClosing()
  /** The signal says it, too, but is slow to ask, and `getAccessToken` asks each time. */
  #isClosed = false
  #keys: JWKSCache | undefined

  /** @throws {InvalidConfigError} VAL_2002, naming the option */
  constructor(given: AuthPlatformConfig) {
    const config = parseConfig(given)
    const { maxRetries, retryDelaySeconds, timeoutSeconds, circuitBreaker, fetch, now, monotonicNow, onEvent, allowInsecureLoopback } =
      config
    const retry = { maxRetries, initialDelaySeconds: retryDelaySeconds }
    this.config = config
    this.operations = new TokenOperations(given)
    this.executor = new HTTPExecutor({ retry, timeoutSeconds, circuitBreaker, fetch, now, monotonicNow, onEvent, allowInsecureLoopback })
    this.metadata = new ProviderMetadata(config)
    this.dpop = config.dpop && new DPoPProver(config.dpop, now)
  }

  /** Begins a call within this client's life and time-out. @throws {ValidationError} VAL_2001 when the client has been closed */
  begin(options: CallOptions = {}): Call {
    const { timeoutSeconds, monotonicNow } = this.config
    return beginCall(options, { timeoutSeconds, monotonicNow, closing: this.#closing.signal })
  }

  findEndpoint(name: EndpointName, call: Call): Promise<string> {
    return this.metadata.findEndpoint(name, call)
  }

  /** The provider's keys. */
  async findKeys(call: Call): Promise<JWKSCache> {
    if (this.#keys) return this.#keys
    const jwksUri = await this.findEndpoint('jwksUri', call)
    const { cache, fetch, now, monotonicNow, onEvent, allowInsecureLoopback } = this.config
    const { jwksTtlSeconds: ttlSeconds, jwksRefreshAheadSeconds: refreshAheadSeconds } = cache
    // Another call may have made it meanwhile.
    const network = { fetch, now, monotonicNow, onEvent, allowInsecureLoopback }
    return (this.#keys ??= new JWKSCache({ jwksUri, ttlSeconds, refreshAheadSeconds, ...network }))
  }

  /** @throws {ValidationError} VAL_2001 when the client has been closed */
  refuseWhenClosed(): void {
    if (this.#isClosed) this.#closing.signal.throwIfAborted()
  }

  /** Ends every call that is under way; what is called afterwards throws. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#closing.close(new ValidationError('the client has been closed'))
    await this.#keys?.close()
  }
}
