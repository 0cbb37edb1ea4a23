import { checkFunction, checkInteger, checkObject, checkOneOf, checkSeconds } from '@auth/core-errors/options'
import { createDocumentFetch } from '#create-document-fetch'
import { checkIssuer } from './check-issuer.ts'
import { fetchMetadataDocument } from './fetch-metadata-document.ts'
import { parseServerMetadata } from './parse-server-metadata.ts'
import type { ServerMetadata } from './server-metadata.ts'
import { toMetadataUrls } from './to-metadata-urls.ts'

/** Which specification's well-known document to read; `both` reads the second only where the first is not found. */
export type MetadataAlgorithm = 'oidc' | 'oauth2' | 'both'

/** What {@link fetchServerMetadata} takes beside the issuer. */
export interface FetchServerMetadataOptions {
  /** Which document to read: OpenID Connect's, OAuth's, or OAuth's where OpenID Connect's is not found (404). @default 'both' */
  readonly algorithm?: MetadataAlgorithm | undefined
  /** The raw transport. @default the global fetch */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** How long each request may take, its answer's body included, in seconds. @default 10 */
  readonly timeoutSeconds?: number | undefined
  /** The longest document that is taken, in bytes. @default 524288 */
  readonly maxBytes?: number | undefined
  /** Lets plain http pass to loopback addresses. @default false */
  readonly allowInsecureLoopback?: boolean | undefined
  /** The wall clock, in milliseconds: a `Retry-After` date is compared with it. @default Date.now */
  readonly now?: (() => number) | undefined
  /** Ends the call with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Fetches and checks what an authorization server publishes about itself. Each call goes to the network, without
 * retries; whoever calls keeps the answer.
 * @param issuer exactly as it is configured: it is compared with the metadata's `issuer` and never normalised
 * @throws {ProtocolError} SRV_5003: no metadata (`details.statusCode` 404 when neither document is there), not JSON,
 * another issuer's, or an endpoint that is not https
 * @throws {AuthPlatformError} ServerError, ServiceUnavailableError, RateLimitError, TimeoutError, NetworkError or
 * ConnectionError: an outage
 * @throws {InvalidConfigError} VAL_2002 naming the argument
 * @see RFC 8414 §3, OpenID Connect Discovery 1.0 §4
 */
export async function fetchServerMetadata(issuer: string, options: FetchServerMetadataOptions = {}): Promise<ServerMetadata> {
  const {
    algorithm = 'both',
    timeoutSeconds = 10,
    maxBytes = 524_288,
    allowInsecureLoopback = false,
    signal,
  } = checkObject(options, 'options')
  checkIssuer(issuer, allowInsecureLoopback)
  checkOneOf(algorithm, 'algorithm', ['oidc', 'oauth2', 'both'])
  const fetchDocument = createDocumentFetch({
    fetch: checkFunction(options.fetch ?? ((input, init) => globalThis.fetch(input, init)), 'fetch'),
    timeoutSeconds: checkSeconds(timeoutSeconds, 'timeoutSeconds', 0.001, 2_147_483),
    maxBytes: checkInteger(maxBytes, 'maxBytes', 1),
    now: checkFunction(options.now ?? Date.now, 'now'),
    allowInsecureLoopback: checkOneOf(allowInsecureLoopback, 'allowInsecureLoopback', [true, false]),
    kind: 'discovery',
  })
  const [oidc, oauth2] = toMetadataUrls(issuer)
  const urls = { oidc: [oidc], oauth2: [oauth2], both: [oidc, oauth2] }[algorithm]
  return parseServerMetadata(await fetchMetadataDocument(issuer, { urls, fetchDocument, signal }), { allowInsecureLoopback })
}
