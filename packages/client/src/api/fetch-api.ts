import { ErrorFactory, ValidationError } from '@auth/core-errors'
import { checkObject, checkOption } from '@auth/core-errors/options'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { answerNonce } from '../dpop/answer-nonce.ts'
import type { DPoPProver } from '../dpop/dpop-prover.ts'
import { checkStepUp } from './check-step-up.ts'

/** Where the access token of an API call comes from. */
export interface TokenSource {
  readonly getToken: (options: { readonly signal: AbortSignal }) => Promise<string>
  /** Another one than that which the API refused; undefined when there is none. */
  readonly replaceToken: (refused: string, options: { readonly signal: AbortSignal }) => Promise<string | undefined>
}

/** What of a client an API call needs. */
export interface APIContext {
  readonly config: Pick<ResolvedConfig, 'apiOrigins' | 'fetch'>
  readonly dpop: DPoPProver | undefined
  readonly begin: (options: { readonly signal?: AbortSignal | undefined }) => { readonly signal: AbortSignal }
  readonly refuseWhenClosed: () => void
}

/** An API call, as `fetch` takes it. */
export interface APIRequest {
  readonly url: string | URL
  readonly init?: RequestInit | undefined
}

/**
 * Calls an API with an access token (RFC 6750 §2.1, RFC 9449 §7.1). See `AuthPlatformClient.fetch`.
 * @throws {ValidationError} VAL_2001 for an origin that tokens may not go to: nothing was sent
 * @throws {StepUpRequiredError} AUTH_1007 when the API wants a stronger or newer sign-in (RFC 9470)
 */
export async function fetchApi(context: APIContext, source: TokenSource, { url, init = {} }: APIRequest): Promise<Response> {
  checkObject(init, 'init')
  context.refuseWhenClosed()
  const target = checkTarget(context, url)
  const { signal } = context.begin({ signal: init.signal ?? undefined })
  const send = (accessToken: string): Promise<Response> => sendWithToken(context, { url: target, init: { ...init, signal }, accessToken })
  const token = await source.getToken({ signal })
  const first = await send(token)
  checkStepUp(first)
  if (first.status !== 401 || !isReplayable(init.body)) return first
  const other = await source.replaceToken(token, { signal })
  if (other === undefined || other === token) return first
  await first.body?.cancel()
  const second = await send(other)
  checkStepUp(second)
  return second
}

function checkTarget({ config }: APIContext, url: string | URL): string {
  const target = URL.parse(url)
  checkOption(target !== null, undefined, 'url', 'an absolute URL')
  if (config.apiOrigins.has(target!.origin) && target!.username === '' && target!.password === '') return target!.href
  throw new ValidationError(`no token is sent to ${target!.origin}: it is not among the apiOrigins`, {
    details: { origin: target!.origin },
  })
}

/** One request, and one more when a DPoP nonce is asked for and the body allows it. Redirects are handed back as they are. */
function sendWithToken(
  context: APIContext,
  { url, init, accessToken }: { readonly url: string; readonly init: RequestInit; readonly accessToken: string },
): Promise<Response> {
  const { config, dpop } = context
  const request = toRequest(url, init)
  const { method } = request
  const send = async (nonce?: string): Promise<Response> => {
    const headers = new Headers(request.headers)
    headers.set('authorization', `${dpop ? 'DPoP' : 'Bearer'} ${accessToken}`)
    if (dpop) headers.set('dpop', await dpop.prove({ method, url, accessToken, nonce }))
    try {
      return await config.fetch(url, { ...init, headers, redirect: 'manual' })
    } catch (error) {
      throw init.signal?.aborted ? init.signal.reason : ErrorFactory.fromException(error)
    }
  }
  if (isReplayable(init.body)) return answerNonce({ dpop, url, server: 'resource' }, send)
  return send().then((response) => {
    dpop?.learn(url, response)
    return response
  })
}

/** Method and headers as fetch will send them. @throws {InvalidConfigError} VAL_2002 for what it would refuse, whose words may quote a secret */
function toRequest(url: string, { method = 'GET', headers }: RequestInit): Request {
  let request: Request | undefined
  try {
    request = new Request(url, { method, ...(headers && { headers }) })
  } catch {}
  return checkOption(request !== undefined, request as Request, 'init', 'what fetch can send')
}

/** Whether a body can be sent twice: a stream cannot. */
function isReplayable(body: RequestInit['body']): boolean {
  if (body == null || typeof body === 'string' || ArrayBuffer.isView(body)) return true
  return [ArrayBuffer, URLSearchParams, Blob, FormData].some((kind) => body instanceof kind)
}
