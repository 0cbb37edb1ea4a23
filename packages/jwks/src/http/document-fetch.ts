/** What every way to fetch a document needs. */
export interface DocumentFetchOptions {
  /** The raw transport. */
  readonly fetch: typeof globalThis.fetch
  /** How long one request may take, its answer's body included, in seconds. */
  readonly timeoutSeconds: number
  /** The longest body that is taken, in bytes, counted after decompression. */
  readonly maxBytes: number
  /** The wall clock, in milliseconds. */
  readonly now: () => number
  readonly allowInsecureLoopback: boolean
  /** What kind of endpoint it is, for those who watch the calls. */
  readonly kind: string
}

/** One GET. */
export interface DocumentRequest {
  /** Asks only for what is not this version (RFC 9110 §13.1.2). */
  readonly etag?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** An answer that is not an outage, with its body read. */
export interface FetchedDocument {
  readonly status: number
  readonly text: string
  /** For how long it says that it is fresh. */
  readonly maxAgeSeconds?: number | undefined
  /** By what a later request can be made conditional. */
  readonly etag?: string | undefined
}

/**
 * Gets a document without credentials and without following redirects. The URL must have been checked.
 * @throws {AuthPlatformError} ServerError, ServiceUnavailableError, RateLimitError, TimeoutError, NetworkError or
 * ConnectionError: an outage; ProtocolError SRV_5003: a redirect, or a body past the cap
 */
export type DocumentFetch = (url: string, request?: DocumentRequest) => Promise<FetchedDocument>
