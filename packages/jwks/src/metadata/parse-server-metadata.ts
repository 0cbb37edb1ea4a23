import { ProtocolError } from '@auth/core-errors'
import { checkUrl } from '@auth/core-errors/options'
import type { ServerMetadata } from './server-metadata.ts'

/** By what metadata are judged. */
export interface ServerMetadataRules {
  /** The issuer that was asked for, exactly as it is configured. */
  readonly issuer: string
  /** Lets plain http pass to loopback addresses. @default false */
  readonly allowInsecureLoopback?: boolean | undefined
}

type Members = Readonly<Record<string, unknown>>

const urlNames = /(_endpoint|^jwks_uri|^check_session_iframe)$/
const listNames =
  /^(scopes|response_types|response_modes|grant_types|acr_values|code_challenge_methods|\w+_auth_methods|\w+_alg_values|\w+_delivery_modes)_supported$/
const booleanNames = /^(authorization_response_iss_parameter|require_pushed|tls_client_certificate_bound|(back|front)channel_logout)_/

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEndpoint(value: unknown, { allowInsecureLoopback }: ServerMetadataRules): boolean {
  try {
    return typeof value === 'string' && checkUrl(value, 'url', allowInsecureLoopback) !== ''
  } catch {
    return false
  }
}

/** What is wrong with a member, if anything. */
function findFault(name: string, value: unknown, rules: ServerMetadataRules): string | undefined {
  if (urlNames.test(name)) return isEndpoint(value, rules) ? undefined : 'must be an https URL'
  if (listNames.test(name))
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? undefined : 'must be an array of strings'
  if (booleanNames.test(name)) return typeof value === 'boolean' ? undefined : 'must be true or false'
  if (name !== 'mtls_endpoint_aliases') return undefined
  return isObject(value) && Object.values(value).every((alias) => isEndpoint(alias, rules)) ? undefined : 'must be an object of https URLs'
}

/**
 * An issuer's metadata, if every member that is relied on is what it must be. A member that is null counts as absent.
 * Not checked: `signed_metadata`, and whether the endpoints are of the issuer's host (they need not be).
 * @throws {ProtocolError} SRV_5003 naming the member; `details.member` too
 * @see RFC 8414 §3.3, OpenID Connect Discovery 1.0 §4.3
 */
export function parseServerMetadata(value: unknown, rules: ServerMetadataRules): ServerMetadata {
  if (!isObject(value)) throw new ProtocolError('server metadata: not a JSON object')
  const members = Object.entries(value).filter(([, member]) => member !== null)
  const refuse = (member: string, fault: string): never => {
    throw new ProtocolError(`server metadata: ${member} ${fault}`, { details: { member } })
  }
  const { issuer } = value
  if (issuer !== rules.issuer)
    refuse('issuer', `must be identical: expected "${rules.issuer}", got ${JSON.stringify(issuer)?.slice(0, 200)}`)
  for (const [name, member] of members) {
    const fault = findFault(name, member, rules)
    if (fault) refuse(name, fault)
  }
  return Object.freeze(Object.fromEntries(members)) as unknown as ServerMetadata // the loop above checked what the type says
}
