import { InvalidConfigError } from '@auth/core-errors'
import { checkOptions } from '@auth/core-errors/options'
import type { AuthPlatformConfig } from '../config/auth-platform-config.ts'
import { unusableMember } from '../http/read-object.ts'
import type { Send } from './create-prover.ts'
import { fetchBounded } from './fetch-bounded.ts'
import { isSecureUrl } from './is-secure-url.ts'
import { type Members, readAnswer } from './read-answer.ts'

/** What of an {@link AuthPlatformConfig} a page needs to sign people in. */
export type ProviderConfig = Pick<
  AuthPlatformConfig,
  'baseUrl' | 'issuer' | 'clientId' | 'redirectUri' | 'scopes' | 'audience' | 'timeoutSeconds' | 'allowInsecureLoopback' | 'fetch' | 'now'
>

/** How {@link createProvider} goes beyond Bearer tokens. */
export interface ProviderOptions {
  /** Sends a request with a proof, and once more when the answer asks for another one. @default without */
  readonly addProof?: ((url: string, send: Send) => Promise<Response>) | undefined
  /** Whether a kind of token, in lower case, is taken. @default `bearer` alone */
  readonly isTokenType?: Provider['isTokenType'] | undefined
}

/** What a form or a query is made of; a member without a value is left out. */
export type FormMembers = Readonly<Record<string, string | number | undefined>>

/** One provider, as one client sees it. Made by {@link createProvider}. */
export interface Provider {
  readonly issuer: string
  readonly clientId: string
  readonly redirectUri: string | undefined
  readonly scopes: readonly string[]
  /** What is asked for as `resource` (RFC 8707). */
  readonly resource: string | undefined
  readonly isTokenType: (type: string) => boolean
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
  /** What the provider publishes about itself, of which only the issuer has been compared. */
  readonly findMetadata: () => Promise<Members>
  /** An endpoint that may be called. @throws {ProtocolError} SRV_5003 when there is none */
  readonly findEndpoint: (name: string) => Promise<string>
  /** The published key set, as it came. */
  readonly findKeys: (isRefetch: boolean) => Promise<unknown>
  /** Posts a form with the client's id, and with a proof where there is one. */
  readonly post: (endpoint: string, form: FormMembers) => Promise<Members>
}

const accept = 'application/json'

/** The members that have a value. */
function toForm(members: FormMembers): URLSearchParams {
  return new URLSearchParams(JSON.parse(JSON.stringify(members, (_, value: unknown) => value ?? undefined)) as Record<string, string>)
}

/** The endpoint with further parameters: its own query, if it has one, is kept (RFC 6749 §3.1). */
export function toUrl(endpoint: string, parameters: FormMembers): string {
  const url = new URL(endpoint)
  for (const [name, value] of toForm(parameters)) url.searchParams.set(name, value)
  return url.href
}

/** The value of the first call, for all of them, until it fails or is asked for anew. */
export function remember<T>(make: () => Promise<T>): (isAnew?: boolean) => Promise<T> {
  let kept: Promise<T> | undefined
  return (isAnew) => {
    if (isAnew) kept = undefined
    kept ??= make().catch((error: unknown) => {
      kept = undefined
      throw error
    })
    return kept
  }
}

/**
 * The provider of a configuration. Metadata and keys are fetched when they are needed first, and kept.
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function createProvider(
  config: ProviderConfig,
  { addProof = (_, send) => send(), isTokenType = (type) => type === 'bearer' }: ProviderOptions = {},
): Provider {
  const {
    baseUrl,
    issuer = baseUrl,
    clientId,
    redirectUri,
    scopes = ['openid'],
    audience,
    allowInsecureLoopback,
    timeoutSeconds = 30,
  } = config
  const { fetch = (input, init) => globalThis.fetch(input, init), now = Date.now } = config
  if (!crypto.subtle) throw new InvalidConfigError('the page is no secure context: use https, or loopback')
  checkOptions({
    issuer: isSecureUrl(issuer, allowInsecureLoopback),
    clientId: clientId && typeof clientId === 'string',
    scopes: Array.isArray(scopes),
    fetch: typeof fetch === 'function',
    now: typeof now === 'function',
    timeoutSeconds: timeoutSeconds > 0 && timeoutSeconds < 2_147_483,
  })
  const request = async (url: string, init: RequestInit): Promise<Response> => fetchBounded({ fetch, timeoutSeconds }, url, init)
  const get = async (url: string): Promise<Members> => readAnswer(await request(url, { headers: { accept } }))

  const findMetadata = remember(async () => {
    const metadata = await get(issuer.replace(/\/?$/, '/.well-known/openid-configuration'))
    if (metadata['issuer'] !== issuer) throw unusableMember('issuer', 'the provider')
    return metadata
  })

  const findEndpoint = async (name: string): Promise<string> => {
    const url = (await findMetadata())[name]
    if (isSecureUrl(url, allowInsecureLoopback)) return url
    throw unusableMember(name, 'the provider')
  }

  return {
    issuer,
    clientId,
    redirectUri,
    scopes,
    resource: URL.canParse(audience!) ? audience : undefined,
    isTokenType,
    fetch,
    now,
    findMetadata,
    findEndpoint,
    findKeys: remember(async () => get(await findEndpoint('jwks_uri'))),
    async post(endpoint, form) {
      const url = await findEndpoint(endpoint)
      const body = toForm({ ...form, client_id: clientId })
      return readAnswer(await addProof(url, (dpop) => request(url, { method: 'POST', body, headers: { accept, ...(dpop && { dpop }) } })))
    },
  }
}
