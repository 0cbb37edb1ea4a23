/**
 * Where an issuer's metadata may be: the suffix appended (OpenID Connect Discovery 1.0 §4) or inserted before the path
 * (RFC 8414 §3.1). In both forms a slash at the end of the issuer is left out; the rest stays as it was written.
 */
export function toMetadataUrls(issuer: string): readonly [oidc: string, oauth2: string] {
  const oidc = issuer.replace(/\/?$/, '/.well-known/openid-configuration')
  const oauth2 = issuer.replace(/^([^/]+\/\/[^/]+)(.*?)\/?$/, '$1/.well-known/oauth-authorization-server$2')
  return [oidc, oauth2]
}
