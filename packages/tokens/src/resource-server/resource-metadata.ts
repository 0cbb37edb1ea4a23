import { checkObject, checkString, checkStringList, checkUrl } from '@auth/core-errors/options'
import type { DPoPMode } from './dpop-options.ts'

/** What the metadata of this API tells beyond what its options say already (RFC 9728 §2). */
export interface ResourceMetadataOptions {
  /** The identifier of this API. @default publicUrl */
  readonly resource?: string | undefined
  /** Where the document is, as challenges tell it. @default '/.well-known/oauth-protected-resource' between host and path of `resource` */
  readonly url?: string | undefined
  /** @default the issuers that are trusted */
  readonly authorizationServers?: readonly string[] | undefined
  /** Scopes beside those that guards declare. */
  readonly scopes?: readonly string[] | undefined
  /** What people call this API. */
  readonly resourceName?: string | undefined
  /** Where developers read about it. */
  readonly resourceDocumentation?: string | undefined
  /** Where its rules for data are. */
  readonly resourcePolicyUri?: string | undefined
  /** Where its terms are. */
  readonly resourceTosUri?: string | undefined
}

/** The protected resource metadata document (RFC 9728 §2). What would be empty is left out. */
export interface ResourceMetadata {
  readonly resource: string
  readonly authorization_servers?: readonly string[]
  readonly scopes_supported?: readonly string[]
  readonly bearer_methods_supported?: readonly string[]
  readonly resource_name?: string
  readonly resource_documentation?: string
  readonly resource_policy_uri?: string
  readonly resource_tos_uri?: string
  readonly tls_client_certificate_bound_access_tokens?: true
  readonly dpop_signing_alg_values_supported?: readonly string[]
  readonly dpop_bound_access_tokens_required?: true
}

/** What the document tells of how this API is protected. */
export interface ResourceFacts {
  readonly publicUrl: string | undefined
  readonly issuers: readonly string[]
  readonly isHeaderUsed: boolean
  readonly dpopMode: DPoPMode
  readonly dpopAlgorithms: readonly string[] | undefined
  readonly takesCertificates: boolean
  readonly allowInsecureLoopback: boolean | undefined
}

/** Everything but the scopes, which are known when guards have declared theirs; and where the document is. */
export interface ResourceDescription {
  readonly url: string
  readonly scopes: readonly string[]
  readonly document: ResourceMetadata
}

/** The well-known path stands between host and path (RFC 9728 §3.1). */
function toWellKnownUrl(resource: string): string {
  const { origin, pathname, search } = new URL(resource)
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}${search}`
}

function isNotEmpty([, value]: readonly [string, unknown]): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
}

/** @throws {InvalidConfigError} VAL_2002, naming the option */
export function describeResource(options: ResourceMetadataOptions, facts: ResourceFacts): ResourceDescription {
  const { publicUrl, issuers, dpopMode, dpopAlgorithms, allowInsecureLoopback } = facts
  const optional = <T>(value: T | undefined, check: (value: T, option: string) => T, name: string): T | undefined =>
    value === undefined ? undefined : check(value, `resourceMetadata.${name}`)
  const { resource: named = publicUrl, scopes = [], ...rest } = checkObject(options, 'resourceMetadata')
  const resource = checkUrl(named, 'resourceMetadata.resource', allowInsecureLoopback)
  const members = {
    resource,
    authorization_servers: optional(rest.authorizationServers, checkStringList, 'authorizationServers') ?? issuers,
    bearer_methods_supported: facts.isHeaderUsed ? ['header'] : [],
    resource_name: optional(rest.resourceName, checkString, 'resourceName'),
    resource_documentation: optional(rest.resourceDocumentation, checkString, 'resourceDocumentation'),
    resource_policy_uri: optional(rest.resourcePolicyUri, checkString, 'resourcePolicyUri'),
    resource_tos_uri: optional(rest.resourceTosUri, checkString, 'resourceTosUri'),
    tls_client_certificate_bound_access_tokens: facts.takesCertificates,
    dpop_signing_alg_values_supported: dpopAlgorithms,
    dpop_bound_access_tokens_required: dpopMode === 'required',
  }
  return {
    url: checkUrl(rest.url ?? toWellKnownUrl(resource), 'resourceMetadata.url', allowInsecureLoopback),
    scopes: scopes.length === 0 ? [] : checkStringList(scopes, 'resourceMetadata.scopes'),
    document: Object.fromEntries(Object.entries(members).filter(isNotEmpty)) as unknown as ResourceMetadata, // the members above, less the empty ones
  }
}

/** The document with every scope that is known by now, in order. */
export function toResourceMetadata({ document, scopes }: ResourceDescription, declared: Iterable<string>): ResourceMetadata {
  const all = [...new Set([...scopes, ...declared])].toSorted()
  return all.length === 0 ? document : { ...document, scopes_supported: all }
}
