import { ProtocolError } from '@auth/core-errors'
import { isEndpoint } from './is-endpoint.ts'
import type { ServerMetadata } from './server-metadata.ts'

/** By what metadata are judged. */
export interface ServerMetadataRules {
  /** Lets plain http pass to loopback addresses. @default false */
  readonly allowInsecureLoopback?: boolean | undefined
}

interface MemberKind {
  /** The names of the members that are of this kind. */
  readonly names: RegExp
  readonly expected: string
  readonly holds: (value: unknown, rules: ServerMetadataRules) => boolean
}

const kinds: readonly MemberKind[] = [
  { names: /(_endpoint|^jwks_uri|^check_session_iframe)$/, expected: 'an https URL', holds: isEndpoint },
  {
    names: /^mtls_endpoint_aliases$/,
    expected: 'an object of https URLs',
    holds: (value, rules) =>
      typeof value === 'object' && !Array.isArray(value) && Object.values(Object(value)).every((alias) => isEndpoint(alias, rules)),
  },
  {
    names:
      /^(scopes|response_types|response_modes|grant_types|acr_values|code_challenge_methods|\w+_(auth_methods|alg_values|delivery_modes))_supported$/,
    expected: 'an array of strings',
    holds: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  },
  {
    names: /^(authorization_response_iss_parameter|require_pushed|tls_client_certificate_bound|(back|front)channel_logout)_/,
    expected: 'true or false',
    holds: (value) => typeof value === 'boolean',
  },
]

/**
 * A metadata document whose `issuer` has been compared, if every member that is relied on is what it must be. A member
 * that is null counts as absent. Not checked: `signed_metadata`, and whether the endpoints are of the issuer's host (they
 * need not be).
 * @throws {ProtocolError} SRV_5003 naming the member; `details.member` too
 */
export function parseServerMetadata(document: Readonly<Record<string, unknown>>, rules: ServerMetadataRules): ServerMetadata {
  const members = Object.entries(document).filter(([, value]) => value !== null)
  for (const [member, value] of members) {
    const kind = kinds.find(({ names }) => names.test(member))
    if (kind && !kind.holds(value, rules))
      throw new ProtocolError(`server metadata: ${member} must be ${kind.expected}`, { details: { member } })
  }
  return Object.freeze(Object.fromEntries(members)) as unknown as ServerMetadata // the loop checked what the type says
}
