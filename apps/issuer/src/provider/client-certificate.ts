import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
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

/** Where certificates come from, and whether somebody vouched for one. */
interface CertificateSource {
  readonly find: (ctx: KoaContextWithOIDC) => X509Certificate | undefined
  readonly isVerified: (ctx: KoaContextWithOIDC) => boolean
}

const findInHeader: CertificateSource['find'] = (ctx) => parseClientCertificate(ctx.get(clientCertificateHeader))

/** Whoever reaches loopback is trusted to be the proxy. */
const fromProxy: CertificateSource = { find: findInHeader, isVerified: (ctx) => findInHeader(ctx) !== undefined }

/** No header is read where the issuer itself ends TLS. */
const fromConnection: CertificateSource = {
  find: (ctx) => (ctx.req.socket as TLSSocket).getPeerX509Certificate(),
  isVerified: (ctx) => (ctx.req.socket as TLSSocket).authorized,
}

/** Client authentication and token binding with certificates (RFC 8705), of the connection itself or of a proxy's. */
export function createMutualTls(endsTls: boolean): MTLSEnabledClientAuthenticationConfiguration {
  const { find, isVerified } = endsTls ? fromConnection : fromProxy
  return {
    enabled: true,
    certificateBoundAccessTokens: true,
    selfSignedTlsClientAuth: true,
    tlsClientAuth: true,
    getCertificate: find,
    certificateAuthorized: isVerified,
    certificateSubjectMatches(ctx, property, expected) {
      if (property !== 'tls_client_auth_subject_dn') throw new errors.InvalidClientMetadata(`${property} is not supported here`)
      return find(ctx)?.subject === expected
    },
  }
}

const endpointPaths = {
  token_endpoint: '/token',
  introspection_endpoint: '/token/introspection',
  revocation_endpoint: '/token/revocation',
  pushed_authorization_request_endpoint: '/request',
  device_authorization_endpoint: '/device/auth',
  backchannel_authentication_endpoint: '/backchannel',
  userinfo_endpoint: '/me',
}

/** The endpoints below the address that asks for certificates (RFC 8705 §5); nothing where there is none. */
export function toEndpointAliases(origin: string | undefined): { readonly mtls_endpoint_aliases?: Readonly<Record<string, string>> } {
  if (origin === undefined) return {}
  return { mtls_endpoint_aliases: Object.fromEntries(Object.entries(endpointPaths).map(([name, path]) => [name, origin + path])) }
}
