/** Which specification's well-known document to read; `both` reads the second only where the first is not found. */
export type MetadataAlgorithm = 'oidc' | 'oauth2' | 'both'

/**
 * Where an issuer's metadata may be: the suffix appended (OpenID Connect Discovery 1.0 §4) or inserted before the path
 * (RFC 8414 §3.1). In both forms a slash at the end of the issuer is left out; the rest stays as it was written.
 */
export function toMetadataUrls(issuer: string, algorithm: MetadataAlgorithm): readonly string[] {
  const [, origin = '', path = ''] = /^([^/]+\/\/[^/]+)(.*?)\/?$/.exec(issuer) ?? []
  const urls = {
    oidc: `${origin}${path}/.well-known/openid-configuration`,
    oauth2: `${origin}/.well-known/oauth-authorization-server${path}`,
  }
  return algorithm === 'both' ? [urls.oidc, urls.oauth2] : [urls[algorithm]]
}
