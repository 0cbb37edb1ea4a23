import { checkOptions } from '@auth/core-errors/options'
import { createPKCEChallenge, generateNonce, generateState } from '@auth/pkce-dpop/pkce'
import { readString } from '../http/read-object.ts'
import { type FormMembers, type Provider, toUrl } from './provider.ts'

/** What a sign-in asks for. */
export interface LoginParameters {
  /** Where the provider sends the person back to; it must be registered. @default the configuration's `redirectUri` */
  readonly redirectUri?: string | undefined
  /** @default the configuration's `scopes` */
  readonly scopes?: readonly string[] | undefined
  /** What the provider must, or must not, show: `login`, `consent`, `none`, `select_account`, `create`. */
  readonly prompt?: string | undefined
  readonly loginHint?: string | undefined
  /** How long ago the sign-in may be, in seconds. The ID token must tell it. */
  readonly maxAgeSeconds?: number | undefined
  /** The authentication contexts wanted, best first. The ID token must tell one. */
  readonly acrValues?: readonly string[] | undefined
  /** Further parameters; those that this client sets by itself cannot be changed. */
  readonly extra?: Readonly<Record<string, string>> | undefined
  /** Comes back after the sign-in: where the person was. Plain data. */
  readonly appState?: unknown
}

/** What must be kept, for this tab alone, from the start of a sign-in to its end. Plain data, secret. */
export interface LoginTransaction {
  readonly issuer: string
  readonly state: string
  readonly nonce: string | null
  readonly codeVerifier: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly maxAgeSeconds?: number | undefined
  readonly acrValues?: readonly string[] | undefined
  readonly appState?: unknown
  /** When it was started, in milliseconds. */
  readonly startedAt: number
}

/** A sign-in that has been started: where to send the person, and what to keep. */
export interface StartedLogin {
  readonly url: string
  readonly transaction: LoginTransaction
}

/** What the start of a sign-in takes beside what it asks for. */
export interface StartLoginOptions {
  /** The thumbprint of the key that the code is to be bound to (RFC 9449 §10). */
  readonly dpopThumbprint?: string | undefined
  /** Sends the request to the provider beforehand (RFC 9126). @default where the provider has an endpoint for it */
  readonly usePushedRequest?: boolean | undefined
  /** Goes in front of the random state. */
  readonly statePrefix?: string | undefined
}

/**
 * A new sign-in by code with PKCE, state and nonce of its own (RFC 6749 §4.1.1, RFC 7636, OpenID Connect Core 3.1.2.1).
 * @throws {InvalidConfigError} VAL_2002 without a `redirectUri`; {ProtocolError} SRV_5003; what the network throws
 */
export async function startLogin(
  provider: Provider,
  {
    redirectUri = provider.redirectUri,
    scopes = provider.scopes,
    prompt,
    loginHint,
    maxAgeSeconds,
    acrValues,
    extra,
    appState,
  }: LoginParameters = {},
  { dpopThumbprint, usePushedRequest, statePrefix = '' }: StartLoginOptions = {},
): Promise<StartedLogin> {
  const { issuer, clientId, resource, now, findEndpoint, findMetadata, post } = provider
  const { codeVerifier, codeChallenge } = await createPKCEChallenge()
  checkOptions({
    redirectUri,
    scopes: Array.isArray(scopes),
    maxAgeSeconds: maxAgeSeconds === undefined || (Number.isFinite(maxAgeSeconds) && maxAgeSeconds >= 0),
    acrValues: acrValues === undefined || Array.isArray(acrValues),
  })
  const transaction = {
    issuer,
    state: statePrefix + generateState(),
    nonce: scopes.includes('openid') ? generateNonce() : null,
    codeVerifier,
    redirectUri: redirectUri!,
    scopes,
    maxAgeSeconds,
    // None are wanted where none are named, as in a demand that is about the time alone.
    acrValues: acrValues?.length ? acrValues : undefined,
    appState,
    startedAt: now(),
  }
  let request: FormMembers = {
    ...extra,
    response_type: 'code',
    redirect_uri: transaction.redirectUri,
    scope: scopes.join(' '),
    state: transaction.state,
    nonce: transaction.nonce ?? undefined,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    dpop_jkt: dpopThumbprint,
    resource,
    prompt,
    login_hint: loginHint,
    max_age: maxAgeSeconds,
    acr_values: transaction.acrValues?.join(' '),
  }
  const push = 'pushed_authorization_request_endpoint'
  const endpoint = await findEndpoint('authorization_endpoint')
  if (usePushedRequest ?? (await findMetadata())[push]) {
    request = { request_uri: readString(await post(push, request), 'request_uri', 'the provider') }
  }
  return { url: toUrl(endpoint, { ...request, client_id: clientId }), transaction }
}
