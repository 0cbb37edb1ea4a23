import { type AuthPlatformError, DPoPError, InsufficientScopeError, StepUpRequiredError } from '@auth/core-errors'
import type { AuthScheme } from './auth-context.ts'
import type { Challenge, ChallengeBody } from './challenge.ts'
import { isCorrelationId } from './correlation-id.ts'
import { toOAuthError } from './oauth-error.ts'

/** What an API offers to whoever it refuses. */
export interface ChallengeOffer {
  readonly realm?: string | undefined
  /** The schemes that are taken, in the order in which they are told. */
  readonly schemes: readonly AuthScheme[]
  /** The signature algorithms of DPoP proofs. */
  readonly dpopAlgorithms?: readonly string[] | undefined
  /** Where the protected resource metadata is (RFC 9728 §5.1). */
  readonly resourceMetadataUrl?: string | undefined
}

/** Errors without a place in a challenge: no other credentials would help, or none came. */
const untold: ReadonlySet<string> = /* @__PURE__ */ new Set(['unauthorized', 'access_denied'])

/** Only what a quoted string may hold (RFC 6750 §3). */
function quote(text: string): string {
  return `"${text.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "'")}"`
}

/** What a proof or a binding is refused with makes sense under DPoP alone, where that is offered. */
function selectSchemes(error: AuthPlatformError, schemes: readonly AuthScheme[]): readonly AuthScheme[] {
  const isOfDPoP = error instanceof DPoPError || error.details['check'] === 'binding'
  return isOfDPoP && schemes.includes('DPoP') ? ['DPoP'] : schemes
}

function listParameters(error: AuthPlatformError, scheme: AuthScheme, offer: ChallengeOffer): readonly string[] {
  const oauthError = toOAuthError(error)
  const parameters: Readonly<Record<string, string | undefined>> = {
    realm: offer.realm,
    ...(oauthError !== undefined && !untold.has(oauthError) && { error: oauthError, error_description: error.message }),
    ...(error instanceof InsufficientScopeError && error.required.length > 0 && { scope: error.required.join(' ') }),
    ...(error instanceof StepUpRequiredError && {
      acr_values: error.acrValues.length > 0 ? error.acrValues.join(' ') : undefined,
      max_age: error.maxAgeSeconds?.toString(),
    }),
    algs: scheme === 'DPoP' ? offer.dpopAlgorithms?.join(' ') : undefined,
    resource_metadata: offer.resourceMetadataUrl,
  }
  return Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quote(value)}`]))
}

/** The challenges of all schemes in one header (RFC 9110 §11.6.1). */
function toWWWAuthenticate(error: AuthPlatformError, offer: ChallengeOffer): string {
  const schemes = selectSchemes(error, offer.schemes)
  return schemes.map((scheme) => [scheme, listParameters(error, scheme, offer).join(', ')].join(' ').trimEnd()).join(', ')
}

/** At least one second, also where the error tells nonsense: a client that is told 0 comes back at once. */
function toWholeSeconds(error: AuthPlatformError): string {
  return String(Math.max(1, Math.ceil(Number(Reflect.get(error, 'retryAfterSeconds')) || 1)))
}

/** What a nonce is made of (RFC 9449 §8.1). */
function isNonce(text: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text)
}

/**
 * The answer for a refusal (RFC 6750 §3). The challenge of a request without credentials has no error code; an outage
 * is 503 with `Retry-After` in whole seconds, without a challenge.
 * @param nextNonce for the client's next DPoP proof, where that is not the error's own
 */
export function toChallenge(error: AuthPlatformError, offer: ChallengeOffer, nextNonce?: string): Challenge {
  const oauthError = toOAuthError(error)
  const correlationId = isCorrelationId(error.correlationId) ? error.correlationId : undefined
  const nonce = nextNonce ?? (error instanceof DPoPError ? error.dpopNonce : undefined)
  const body: ChallengeBody = {
    error: oauthError ?? 'temporarily_unavailable',
    error_description: error.message,
    code: error.code,
    correlation_id: correlationId ?? null,
  }
  const headers = {
    'cache-control': 'no-store',
    ...(oauthError === undefined ? { 'retry-after': toWholeSeconds(error) } : { 'www-authenticate': toWWWAuthenticate(error, offer) }),
    ...(nonce !== undefined && isNonce(nonce) && { 'dpop-nonce': nonce }),
    ...(correlationId !== undefined && { 'x-correlation-id': correlationId }),
  }
  return { status: oauthError === undefined ? 503 : error.httpStatus, headers, body }
}
