import type { AuthorizationDetail, Configuration, KoaContextWithOIDC, UnknownObject } from 'oidc-provider'
import type { Backchannel } from './backchannel.ts'
import { mutualTls } from './client-certificate.ts'
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
    introspection: { ...on, allowedPolicy: () => true },
    jwtIntrospection: on,
    jwtResponseModes: on,
    jwtUserinfo: on,
    mTLS: mutualTls,
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
  authorizationDetailsForGrantSource: (ctx: KoaContextWithOIDC) => parseDetails(ctx.oidc.params) ?? ctx.oidc.grant?.rar,
  authorizationDetailsForAccessToken: (
    ctx: KoaContextWithOIDC,
    _token: unknown,
    source: { rar?: AuthorizationDetail[] | undefined } | undefined,
  ) => parseDetails(ctx.oidc.params) ?? source?.rar,
  authorizationDetailsForIntrospection: grantedDetails,
}

function parseDetails(params: UnknownObject | undefined): AuthorizationDetail[] | undefined {
  const details = params?.['authorization_details']
  return typeof details === 'string' ? (JSON.parse(details) as AuthorizationDetail[]) : undefined // oidc-provider has checked it
}
