import { X509Certificate } from 'node:crypto'
import { errors, type KoaContextWithOIDC, type MTLSEnabledClientAuthenticationConfiguration } from 'oidc-provider'
import { clientCertificateHeader } from '../demo/demo-certificate.ts'

/** Reads the certificate that a TLS-terminating proxy passes on: `Client-Cert: :BASE64:` (RFC 9440 §2.2). */
export function parseClientCertificate(header: string): X509Certificate | undefined {
  const encoded = /^:([A-Za-z0-9+/]+={0,2}):$/.exec(header)?.[1]
  if (encoded === undefined) return undefined
  try {
    return new X509Certificate(Buffer.from(encoded, 'base64'))
  } catch {
    return undefined
  }
}

const getCertificate = (ctx: KoaContextWithOIDC): X509Certificate | undefined => parseClientCertificate(ctx.get(clientCertificateHeader))

/** Client authentication and token binding with certificates (RFC 8705). Whoever reaches loopback is trusted to be the proxy. */
export const mutualTls: MTLSEnabledClientAuthenticationConfiguration = {
  enabled: true,
  certificateBoundAccessTokens: true,
  tlsClientAuth: true,
  getCertificate,
  certificateAuthorized: (ctx) => getCertificate(ctx) !== undefined,
  certificateSubjectMatches(ctx, property, expected) {
    if (property !== 'tls_client_auth_subject_dn') throw new errors.InvalidClientMetadata(`${property} is not supported here`)
    return getCertificate(ctx)?.subject === expected
  },
}
