import { NetworkError, StepUpRequiredError, ValidationError } from '@auth/core-errors'
import type { BrowserProver, Send } from './create-prover.ts'
import type { HeldTokens } from './shared-tokens.ts'
import type { TokenKeeper } from './token-keeper.ts'

/** What a call needs beside the request. */
export interface APIAccess {
  readonly tokens: HeldTokens
  /** Another token of the same person's than the one that the API refused, where there is one. */
  readonly replaceToken: TokenKeeper['replace']
  readonly apiOrigins: readonly string[]
  readonly fetch: typeof globalThis.fetch
  readonly prover: BrowserProver
}

/**
 * Calls an API with an access token (RFC 6750 §2.1, RFC 9449 §7.1). See `BrowserClient.fetch`.
 * @throws {ValidationError} VAL_2001 for an origin that tokens may not go to: nothing was sent
 * @throws {StepUpRequiredError} AUTH_1007; {NetworkError} NET_3001; the reason of the request's own signal
 */
export async function callApi({ apiOrigins, fetch, prover, tokens, replaceToken }: APIAccess, request: Request): Promise<Response> {
  const { method, url, signal } = request
  const { origin } = new URL(url)
  if (!apiOrigins.includes(origin)) throw new ValidationError(`${origin} is not among the apiOrigins`, { details: { origin } })
  const send = async (token: string): Promise<Response> => {
    const attempt: Send = (proof) => {
      // A copy for each attempt, so that the body can be sent again; the token goes to nobody by a redirect.
      const copy = new Request(request.clone(), { redirect: 'manual' })
      copy.headers.set('authorization', `${proof ? 'DPoP' : 'Bearer'} ${token}`)
      if (proof) copy.headers.set('dpop', proof)
      return fetch(copy).catch((cause: unknown) => {
        throw signal.aborted ? cause : new NetworkError(undefined, { cause })
      })
    }
    const response = await prover.send({ method, url, accessToken: token }, attempt)
    if (response.status === 401) checkStepUp(response.headers.get('www-authenticate'))
    return response
  }
  const { accessToken } = tokens
  const response = await send(accessToken)
  const other = response.status === 401 && (await replaceToken(tokens))
  return other && other !== accessToken ? send(other) : response
}

/** Lets pass what is no demand for another sign-in (RFC 9470 §3). @throws {StepUpRequiredError} AUTH_1007 */
function checkStepUp(challenge: string | null): void {
  const read = (parameter: string): string | undefined => new RegExp(`[\\s,]${parameter}="?([^",]*)`, 'i').exec(` ${challenge}`)?.[1]
  if (read('error') !== 'insufficient_user_authentication') return
  const maxAge = read('max_age') ?? ''
  throw new StepUpRequiredError(undefined, {
    acrValues: read('acr_values')?.match(/\S+/g) ?? undefined,
    maxAgeSeconds: /^\d{1,15}$/.test(maxAge) ? Number(maxAge) : undefined,
    statusCode: 401,
  })
}
