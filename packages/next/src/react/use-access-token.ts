'use client'

import { useCallback, useRef } from 'react'
import { LoginRequiredError, ServiceUnavailableError } from '@auth/core-errors'
import { useAuthContext } from './auth-context.ts'

/** An access token that this application lets its scripts have. */
export interface BrowserAccessToken {
  readonly accessToken: string
  /** `Bearer`, or `DPoP` for a token that is bound to the server's key and good only with a `proof`. */
  readonly tokenType: string
  /** In seconds since the epoch, where the provider says so. */
  readonly expiresAt?: number
  readonly scopes: readonly string[]
  /** The proof for the one call that was named (RFC 9449). */
  readonly proof?: string
}

/** The call that a proof is for. */
export interface ProvenCall {
  readonly method: string
  readonly url: string
  /** What the API asked for by `DPoP-Nonce`. */
  readonly nonce?: string | undefined
}

/**
 * A function that gets the access token: from memory while it is good for half a minute more and the same person is signed
 * in, and by one request however many ask. With a call named, a proof for it comes along.
 *
 * The function rejects with `LoginRequiredError` (AUTH_1009) when nobody is signed in, and with `ServiceUnavailableError`
 * (SRV_5002) when no token is to be had now, or none by scripts: the option `exposeAccessToken` is off unless switched on.
 */
export function useAccessToken(): (call?: ProvenCall) => Promise<BrowserAccessToken> {
  const { routesPath, state, initial } = useAuthContext()
  const who = state?.status === 'signedIn' ? state.user.sub : (state?.status ?? initial?.session)
  const kept = useRef<KeptToken>(undefined)
  return useCallback(
    async (call) => {
      const url = `${routesPath}/access-token`
      if (call !== undefined) return fetchAccessToken(url, call)
      const known = kept.current
      const token = known?.who === who ? await known?.token.catch(() => undefined) : undefined
      if (token?.expiresAt !== undefined && token.expiresAt > Date.now() / 1000 + 30) return token
      // Whoever waited longer takes what the first one has begun to fetch.
      const meanwhile = kept.current
      if (meanwhile !== undefined && meanwhile !== known && meanwhile.who === who) return meanwhile.token
      kept.current = { who, token: fetchAccessToken(url) }
      return kept.current.token
    },
    [routesPath, who],
  )
}

interface KeptToken {
  /** Who was signed in, as far as the browser had learnt; else what the server had said, whoever that was. */
  readonly who: unknown
  readonly token: Promise<BrowserAccessToken>
}

async function fetchAccessToken(url: string, call?: ProvenCall): Promise<BrowserAccessToken> {
  const body = call && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(call) }
  const response = await fetch(url, { method: 'POST', cache: 'no-store', mode: 'same-origin', ...body }).catch(fail)
  if (response.status === 401) throw new LoginRequiredError('nobody is signed in')
  if (!response.ok) throw new ServiceUnavailableError(`the access token was not given: the route answered ${response.status}`)
  return (await response.json().catch(fail)) as BrowserAccessToken
}

function fail(cause: unknown): never {
  throw new ServiceUnavailableError('the access token cannot be fetched now', { cause })
}
