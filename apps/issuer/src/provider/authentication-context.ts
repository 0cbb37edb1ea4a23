import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { toWords } from './to-words.ts'

/** How a sign-in was done, weakest first: the `acr` values that the issuer knows. */
export const acrValues = ['urn:demo:password', 'urn:demo:two-factor'] as const

/** An `acr` value that the issuer knows. */
export type AcrValue = (typeof acrValues)[number]

/** The `amr` values (RFC 8176) of each. */
export const amrByAcr: Readonly<Record<AcrValue, readonly string[]>> = {
  'urn:demo:password': ['pwd'],
  'urn:demo:two-factor': ['pwd', 'otp', 'mfa'],
}

/** The `acr` to reach: the weakest known one asked for, by `acr_values` or the `claims` parameter. */
export function selectAcr(params: Readonly<Record<string, unknown>>): AcrValue {
  const asked = [...toWords(params['acr_values']), ...acrInClaims(params['claims'])]
  return acrValues.find((known) => asked.includes(known)) ?? acrValues[0]
}

function acrInClaims(claims: unknown): readonly string[] {
  if (typeof claims !== 'string') return []
  const acr = (JSON.parse(claims) as { id_token?: { acr?: { value?: string; values?: string[] } | null } }).id_token?.acr
  return [...(acr?.value === undefined ? [] : [acr.value]), ...(acr?.values ?? [])]
}

/**
 * When the issuer shows a page: oidc-provider's own policy, but a session that is weaker than the `acr_values` asked for
 * signs in again (RFC 9470), and a native client needs no consent page of its own.
 */
export function createInteractionPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  policy.get('consent')?.checks.remove('native_client_prompt')
  policy
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check('acr_values', 'the session is weaker than what acr_values asks for', 'login_required', isTooWeak),
    )
  return policy
}

function isTooWeak({ oidc }: KoaContextWithOIDC): boolean {
  if (oidc.result?.login !== undefined || oidc.params?.['acr_values'] === undefined) return false
  const wanted = acrValues.indexOf(selectAcr(oidc.params))
  return acrValues.findIndex((known) => known === oidc.session?.acr) < wanted
}
