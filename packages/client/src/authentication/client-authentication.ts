/** What a client proves its identity with, and to whom. */
export interface ClientAuthenticationContext {
  readonly clientId: string
  readonly clientSecret: string | undefined
  /** The provider's issuer, which assertions are made out to. */
  readonly issuer: string
  /** The wall clock, in milliseconds. */
  readonly now: () => number
}

/** What is added to one request. */
export interface AuthenticatedParts {
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly parameters?: Readonly<Record<string, string>> | undefined
}

/** One way for a client to authenticate (RFC 6749 §2.3, RFC 7523 §2.2, RFC 8705 §2). It is asked anew for every attempt. */
export interface ClientAuthentication {
  /** The name of the method in the provider's metadata (`token_endpoint_auth_methods_supported`). */
  readonly method: string
  readonly needsSecret?: boolean | undefined
  /** What assertions are signed with, where there are any. */
  readonly algorithm?: string | undefined
  readonly authenticate: (context: ClientAuthenticationContext) => Promise<AuthenticatedParts>
}

/** No authentication: a public client, which only names itself. */
export function none(): ClientAuthentication {
  return { method: 'none', authenticate: async ({ clientId }) => ({ parameters: { client_id: clientId } }) }
}

/**
 * The client's TLS certificate authenticates it (RFC 8705 §2); the request only names the client. The certificate is the
 * transport's: pass a `fetch` that presents it. The provider's `mtls_endpoint_aliases` are used where it has them.
 */
export function tlsClientAuth(method: 'tls_client_auth' | 'self_signed_tls_client_auth' = 'tls_client_auth'): ClientAuthentication {
  return { ...none(), method }
}
