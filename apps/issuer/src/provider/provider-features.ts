import type { AuthorizationDetail, Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { fapiClientId } from '../demo/client-metadata.ts'
import { parseAuthorizationDetails } from './authorization-details.ts'
import type { Backchannel } from './backchannel.ts'
import { createMutualTls } from './client-certificate.ts'
import { devicePages, logoutPages } from './page-sources.ts'
import { createResourceIndicators, type Resources } from './resource-indicators.ts'

/** Whether a DPoP proof at the issuer must carry one of its nonces. */
export type DPoPNonceMode = 'optional' | 'required'

/** What the features are made of. */
export interface FeatureParts {
  readonly resources: Resources
  readonly backchannel: Backchannel
  /** 32 bytes. */
  readonly dpopNonceSecret: Buffer
  readonly dpopNonceMode: () => DPoPNonceMode
  /** Where the issuer itself asks for certificates; without it, a proxy's header has them. */
  readonly mutualTlsOrigin?: string | undefined
}

const on = { enabled: true as const }

/** Every feature of oidc-provider that a client of this project may use. */
export function createProviderFeatures(parts: FeatureParts): NonNullable<Configuration['features']> {
  return {
    devInteractions: { enabled: false },
    backchannelLogout: on,
    ciba: parts.backchannel.settings,
    claimsParameter: on,
    clientCredentials: on,
    deviceFlow: { ...on, ...devicePages },
    dPoP: { ...on, nonceSecret: parts.dpopNonceSecret, requireNonce: () => parts.dpopNonceMode() === 'required' },
    encryption: on,
    fapi: { ...on, profile: (_ctx, client) => (client?.clientId === fapiClientId ? '2.0' : undefined) },
    introspection: { ...on, allowedPolicy: () => true },
    jwtIntrospection: on,
    jwtResponseModes: on,
    jwtUserinfo: on,
    mTLS: createMutualTls(parts.mutualTlsOrigin !== undefined),
    registration: on,
    registrationManagement: on,
    requestObjects: on,
    resourceIndicators: createResourceIndicators(parts.resources),
    revocation: { ...on, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    richAuthorizationRequests: richAuthorization,
    rpInitiatedLogout: { ...on, ...logoutPages },
  }
}

const grantedDetails = (_ctx: KoaContextWithOIDC, source: { rar?: AuthorizationDetail[] | undefined }) => source.rar

/** One type of rich authorization details (RFC 9396), `payment`, granted as asked. */
const richAuthorization = {
  ...on,
  types: { payment: { validate: () => {} } },
  authorizationDetailsForGrantSource: (ctx: KoaContextWithOIDC) => parseAuthorizationDetails(ctx.oidc.params) ?? ctx.oidc.grant?.rar,
  authorizationDetailsForAccessToken: (
    ctx: KoaContextWithOIDC,
    _token: unknown,
    source: { rar?: AuthorizationDetail[] | undefined } | undefined,
  ) => parseAuthorizationDetails(ctx.oidc.params) ?? source?.rar,
  authorizationDetailsForIntrospection: grantedDetails,
}
