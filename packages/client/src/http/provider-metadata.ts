import { ProtocolError } from '@auth/core-errors'
import { type SingleFlight, singleFlight } from '@auth/http-resilience'
import { fetchServerMetadata, type ServerMetadata } from '@auth/jwks'
import { type EndpointName, endpointMembers } from '../config/endpoint.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { Call } from './call.ts'

/** Where a provider that publishes nothing has its endpoints. */
const usualPaths: { readonly [Name in EndpointName]?: string } = {
  tokenEndpoint: '/oauth/token',
  authorizationEndpoint: '/oauth/authorize',
  jwksUri: '/.well-known/jwks.json',
}

/** For how long a provider that publishes nothing is taken at that, in seconds: a 404 may be a deployment's moment. */
const absenceSeconds = 300

/** What the provider publishes about itself, fetched at first use and kept; a failure is not, and that there is nothing for a while. */
export class ProviderMetadata {
  readonly #config: ResolvedConfig
  readonly #flight: SingleFlight<ServerMetadata | undefined>
  #published: ServerMetadata | undefined
  /** By the monotonic clock, in milliseconds. */
  #absentUntil = -Infinity

  constructor(config: ResolvedConfig) {
    const { timeoutSeconds: maxSeconds, monotonicNow } = config
    this.#config = config
    this.#flight = singleFlight({ maxSeconds, monotonicNow })
  }

  /** The metadata; undefined when the provider has none (404). @throws {AuthPlatformError} what `fetchServerMetadata` throws */
  async find(call: Call): Promise<ServerMetadata | undefined> {
    // Whoever comes meanwhile shares the request; leaving it is each one's own matter.
    const fetchOnce = (signal: AbortSignal) => this.#flight('metadata', (shared) => this.#fetch(shared), { signal })
    const { monotonicNow } = this.#config
    if (this.#published === undefined && monotonicNow() >= this.#absentUntil) {
      const found = await call.withinDeadline(fetchOnce)
      this.#published ??= found
      if (this.#published === undefined) this.#absentUntil = monotonicNow() + absenceSeconds * 1000
    }
    return this.#published
  }

  /** Configuration first, then what the provider publishes; the usual places only when it publishes nothing. @throws {ProtocolError} SRV_5003 for an endpoint that it has not */
  async findEndpoint(name: EndpointName, call: Call): Promise<string> {
    const { endpoints, baseUrl, clientAuthentication, profile } = this.#config
    const configured = endpoints[name]
    if (configured !== undefined) return configured
    const metadata = await this.find(call)
    const member = endpointMembers[name]
    const usualPath = profile === 'fapi2' ? undefined : usualPaths[name]
    if (!metadata && usualPath !== undefined) return baseUrl.replace(/\/$/, '') + usualPath
    const alias = clientAuthentication.method.includes('tls') ? metadata?.mtls_endpoint_aliases?.[member] : undefined
    const published = alias ?? metadata?.[member]
    if (published !== undefined) return published
    throw new ProtocolError(`the provider publishes no "${member}"`, { details: { check: member }, correlationId: call.correlationId })
  }

  async #fetch(signal: AbortSignal): Promise<ServerMetadata | undefined> {
    const { issuer, fetch, timeoutSeconds, allowInsecureLoopback, now } = this.#config
    try {
      return await fetchServerMetadata(issuer, { fetch, timeoutSeconds, allowInsecureLoopback, now, signal })
    } catch (error) {
      if (error instanceof ProtocolError && error.statusCode === 404) return undefined
      throw error
    }
  }
}
