import type { AuthorizationDetail } from 'oidc-provider'

/** The rich authorization details (RFC 9396) of a request that oidc-provider has checked; `undefined` when it has none. */
export function parseAuthorizationDetails(params: Readonly<Record<string, unknown>> | undefined): AuthorizationDetail[] | undefined {
  const details = params?.['authorization_details']
  return typeof details === 'string' ? (JSON.parse(details) as AuthorizationDetail[]) : undefined
}
