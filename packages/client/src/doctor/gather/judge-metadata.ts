import { isAuthPlatformError } from '@auth/core-errors'
import { fetchServerMetadata } from '@auth/jwks'
import type { DocumentFacts, MetadataVerdict } from '../facts.ts'

/** What the library says of documents that were fetched already. */
export async function judgeMetadata(
  issuer: string,
  documents: readonly DocumentFacts[],
  allowInsecureLoopback: boolean,
): Promise<MetadataVerdict> {
  const replay = async (input: unknown): Promise<Response> => {
    const outcome = documents.find(({ url }) => url === (input instanceof Request ? input.url : String(input)))?.outcome
    if (outcome?.kind === 'answer') return new Response(outcome.status === 204 ? null : outcome.text, { status: outcome.status })
    if (outcome?.kind === 'redirect') return new Response(null, { status: outcome.status })
    throw new TypeError('fetch failed')
  }
  try {
    return { kind: 'good', metadata: await fetchServerMetadata(issuer, { fetch: replay, allowInsecureLoopback }) }
  } catch (error) {
    const member = isAuthPlatformError(error) ? error.details['member'] : undefined
    return { kind: 'bad', member: typeof member === 'string' ? member : undefined }
  }
}
