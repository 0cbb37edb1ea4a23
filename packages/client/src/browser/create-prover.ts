import type { DPoPKeyPair, DPoPProofRequest } from '@auth/pkce-dpop/dpop'

/** Sends a request, with a proof of possession or without. */
export type Send = (proof?: string) => Promise<Response>

/** Proves possession of a key with the requests of a page. */
export interface BrowserProver {
  /** Of the key, where there is one. */
  readonly thumbprint?: string
  /** Sends a request with a proof, and once more when the server asks for a nonce. */
  readonly send: (request: Omit<DPoPProofRequest, 'nonce'>, send: Send) => Promise<Response>
}

/** For tokens that are bound to no key: sends without a proof. */
export const noProver: BrowserProver = { send: (_, send) => send() }

/**
 * A prover with the last nonce that each origin gave, from answers of every status (RFC 9449 §8.2). A page asks a handful
 * of origins, so that their nonces need no bound.
 */
export function createProver(keyPair: DPoPKeyPair): BrowserProver {
  const nonces = new Map<string, string>()
  return {
    thumbprint: keyPair.thumbprint,
    async send(request, send) {
      const { origin } = new URL(request.url)
      for (let isRepeated = false; ; isRepeated = true) {
        const response = await send(await keyPair.createProof({ ...request, nonce: nonces.get(origin) }))
        const { status, headers } = response
        const nonce = headers.get('dpop-nonce')
        if (!nonce) return response
        nonces.set(origin, nonce)
        // An authorization server demands it in the body of a 400, an API in the challenge of a 401 (RFC 9449 §8, §9).
        const demand = status === 401 ? headers.get('www-authenticate') : status === 400 && (await response.clone().text())
        if (isRepeated || !/"use_dpop_nonce"/.test(String(demand))) return response
      }
    },
  }
}
