import { ProtocolError } from '@auth/core-errors'
import { createDocumentFetch } from '#create-document-fetch'
import { parseDocument } from '../http/parse-document.ts'
import { fetchMetadataDocument } from '../metadata/fetch-metadata-document.ts'
import { isEndpoint } from '../metadata/is-endpoint.ts'
import type { KeysArrival, KeysValidator } from './cached-keys.ts'
import type { CheckedJWKSCacheOptions } from './jwks-cache-options.ts'

/** What was published when it was asked for. */
export type KeysAnswer = Pick<KeysArrival, 'maxAgeSeconds' | 'validator'> &
  ({ readonly kind: 'unchanged' } | { readonly kind: 'published'; readonly jwks: unknown })

/** Asks an issuer for its keys. */
export interface KeySource {
  fetchKeys(request: { readonly validator: KeysValidator | undefined; readonly signal: AbortSignal }): Promise<KeysAnswer>
  /** Has the metadata read again before the next request. */
  forgetMetadata(): void
}

/**
 * With an issuer, the `jwks_uri` in its metadata is kept for `ttlSeconds`, or until a request for the keys fails: it may
 * have moved.
 */
export function createKeySource(options: CheckedJWKSCacheOptions): KeySource {
  const { source, ttlSeconds, monotonicNow } = options
  const fetchDocument = createDocumentFetch({ ...options, timeoutSeconds: options.httpTimeoutSeconds, kind: 'jwks' })
  let found: { readonly jwksUri: string; readonly at: number } | undefined

  async function findJWKSUri(signal: AbortSignal): Promise<string> {
    if (source.kind === 'jwksUri') return source.url
    if (found && monotonicNow() - found.at < ttlSeconds * 1000) return found.jwksUri
    const { jwks_uri: jwksUri } = await fetchMetadataDocument(source.url, { fetchDocument, signal })
    if (!isEndpoint(jwksUri, options))
      throw new ProtocolError('server metadata: jwks_uri must be an https URL', { details: { member: 'jwks_uri' } })
    found = { jwksUri, at: monotonicNow() }
    return jwksUri
  }

  return {
    forgetMetadata() {
      found = undefined
    },
    async fetchKeys({ validator, signal }) {
      const jwksUri = await findJWKSUri(signal)
      try {
        const asked = validator?.jwksUri === jwksUri ? validator.etag : undefined
        const document = await fetchDocument(jwksUri, { etag: asked, signal })
        const { status, maxAgeSeconds, etag } = document
        if (asked && status === 304) return { kind: 'unchanged', maxAgeSeconds, validator }
        const jwks = parseDocument(document, 'key set')
        return { kind: 'published', jwks, maxAgeSeconds, validator: etag ? { jwksUri, etag } : undefined }
      } catch (error) {
        found = undefined
        throw error
      }
    },
  }
}
