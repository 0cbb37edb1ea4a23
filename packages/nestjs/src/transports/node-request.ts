import type { RequestHeaders } from '@auth/tokens/resource-server'

/** What is needed of Node's request, and of what Express and Fastify make of it. */
export interface NodeRequest {
  readonly method?: string
  readonly url?: string
  /** The URL before a router cut it. */
  readonly originalUrl?: string
  /** Every value of each header; requests that never were on a wire lack it. */
  readonly headersDistinct?: RequestHeaders
  readonly headers: RequestHeaders
  /** Node's own request, where the framework has another one. */
  readonly raw?: NodeRequest
  auth?: unknown
}

/** The request as the resource server sees it: every value of each header, and the path before any router cut it. */
export function toAuthRequest(request: NodeRequest): { method: string; url: string; headers: RequestHeaders; raw: unknown; auth: unknown } {
  const { method = 'GET', url = '', headersDistinct, headers } = request.raw ?? request
  return { method, url: request.originalUrl ?? url, headers: headersDistinct ?? headers, raw: request, auth: request.auth }
}
