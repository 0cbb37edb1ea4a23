import { parseChallenges } from '../http/parse-challenges.ts'
import type { DPoPProver } from './dpop-prover.ts'

/** Whom a request goes to: an authorization server demands a nonce in its answer's body, a resource server in its challenge. */
export interface NonceDialogue {
  readonly dpop: DPoPProver | undefined
  readonly url: string
  readonly server: 'authorization' | 'resource'
}

/**
 * Sends a request, and once more when the server asks for a nonce (RFC 9449 §8, §9). The second attempt carries the
 * nonce of this answer, and not one that another request has learnt since. A second demand is the caller's to judge.
 */
export async function answerNonce({ dpop, url, server }: NonceDialogue, send: (nonce?: string) => Promise<Response>): Promise<Response> {
  const first = await send()
  const nonce = dpop?.learn(url, first)
  if (nonce === undefined || !(await isDemand[server](first))) return first
  await first.body?.cancel()
  const second = await send(nonce)
  dpop?.learn(url, second)
  return second
}

const isDemand: Readonly<Record<NonceDialogue['server'], (response: Response) => Promise<boolean>>> = {
  async authorization(response) {
    if (response.status !== 400 && response.status !== 401) return false
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => undefined)
    return Object(body).error === 'use_dpop_nonce'
  },
  async resource(response) {
    const challenges = response.status === 401 ? parseChallenges(response.headers.get('www-authenticate')) : []
    return challenges.some(({ scheme, parameters }) => scheme === 'dpop' && parameters['error'] === 'use_dpop_nonce')
  },
}
