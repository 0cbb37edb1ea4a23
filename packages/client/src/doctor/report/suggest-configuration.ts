import type { DoctorOptions } from '../doctor-options.ts'
import type { Facts } from '../facts.ts'
import { findWorkingMethod } from './working-method.ts'
import type { Hide } from './hide-secrets.ts'

/** What to give an API's guard or validator. */
export interface ValidatorConfiguration {
  readonly issuer: string
  /** Left out where nothing says whom tokens are for. */
  readonly audience?: string
  readonly allowInsecureLoopback?: true
}

/** What to give an `AuthPlatformClient`, beside its secret. */
export interface ClientConfiguration {
  readonly baseUrl: string
  readonly clientId: string
  readonly audience?: string
  readonly scopes?: readonly string[]
  readonly dpop?: { readonly enabled: true; readonly algorithm?: string }
  readonly allowInsecureLoopback?: true
}

/** The values that were found, for each of the three constructors. */
export interface SuggestedConfiguration {
  readonly express: ValidatorConfiguration
  readonly validator: ValidatorConfiguration
  readonly client: ClientConfiguration
  /** The way to authenticate that worked, where it is not the default one. */
  readonly clientAuthentication: 'clientSecretPost' | 'clientSecretJwt' | undefined
}

/** Whom tokens are for: as it was said, else as the one token that there is says it. */
function findAudience({ audience, tokens }: Facts, hide: Hide): string | undefined {
  if (audience !== undefined) return audience
  const found = tokens.map(({ claims }) => claims?.['aud']).flatMap((aud) => (Array.isArray(aud) ? (aud as unknown[]) : [aud]))
  const names = [...new Set(found)].filter((name): name is string => typeof name === 'string' && name !== '' && name.length <= 200)
  // A name that hides something, or that could not be written, is none to suggest.
  return names.length === 1 && hide(names[0]!) === names[0] ? names[0] : undefined
}

/** What to write, with the values that were found. */
export function suggestConfiguration(options: DoctorOptions, facts: Facts, hide: Hide): SuggestedConfiguration {
  const { issuer, clientId = 'your-client-id', scopes, allowInsecureLoopback } = options
  const audience = findAudience(facts, hide)
  const shared = { ...(audience !== undefined && { audience }), ...(allowInsecureLoopback && { allowInsecureLoopback: true as const }) }
  const validator: ValidatorConfiguration = { issuer, ...shared }
  const dpop = suggestDPoP(facts)
  const client: ClientConfiguration = { baseUrl: issuer, clientId, ...shared, ...(scopes.length > 0 && { scopes }), ...(dpop && { dpop }) }
  return { express: validator, validator, client, clientAuthentication: findWorkingMethod(facts) }
}

/** Only what was seen to work, or what a client would be refused without. */
function suggestDPoP({ client, verdict }: Facts): ClientConfiguration['dpop'] {
  const isProven = client?.attempts.some((attempt) => attempt.isProven && attempt.outcome.kind === 'granted')
  if (isProven !== true) return undefined
  const algorithms = verdict.kind === 'good' ? (verdict.metadata.dpop_signing_alg_values_supported ?? ['ES256']) : ['ES256']
  return { enabled: true, ...(!algorithms.includes('ES256') && { algorithm: algorithms[0]! }) }
}
