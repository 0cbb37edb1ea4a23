import { ProtocolError } from '@auth/core-errors'
import type { DocumentFetch } from '../http/document-fetch.ts'
import { parseDocument } from '../http/parse-document.ts'
import { toMetadataUrls } from './to-metadata-urls.ts'

/** What {@link fetchMetadataDocument} needs beside the issuer. */
export interface FetchMetadataDocumentOptions {
  /** Where it may be. @default where OpenID Connect has it, then where OAuth has it */
  readonly urls?: readonly string[] | undefined
  readonly fetchDocument: DocumentFetch
  readonly signal?: AbortSignal | undefined
}

/**
 * The members of the document that an issuer publishes about itself, of which only its `issuer` has been compared (RFC
 * 8414 §3.3). Where nothing is found (404) in the first place, the second is tried.
 * @throws {ProtocolError} SRV_5003: no such document, or another issuer's
 */
export async function fetchMetadataDocument(
  issuer: string,
  { urls = toMetadataUrls(issuer), fetchDocument, signal }: FetchMetadataDocumentOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const [url = '', secondUrl] = urls
  let document = await fetchDocument(url, { signal })
  if (document.status === 404 && secondUrl) document = await fetchDocument(secondUrl, { signal })
  const metadata: Readonly<Record<string, unknown>> = Object(parseDocument(document, 'server metadata'))
  if (metadata['issuer'] === issuer) return metadata
  const got = JSON.stringify(metadata['issuer'])?.slice(0, 200)
  throw new ProtocolError(`server metadata: issuer does not match: expected "${issuer}", got ${got}`, { details: { member: 'issuer' } })
}
