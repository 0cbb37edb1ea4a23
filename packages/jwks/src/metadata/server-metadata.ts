/**
 * What an authorization server publishes about itself, under the names that it is published by. The members named here
 * have been checked, as has every other `…_endpoint`; the rest is as it came.
 * @see RFC 8414 §2, OpenID Connect Discovery 1.0 §3
 */
export interface ServerMetadata {
  /** Identical to the issuer that was asked for. */
  readonly issuer: string
  readonly authorization_endpoint?: string
  readonly token_endpoint?: string
  readonly jwks_uri?: string
  readonly userinfo_endpoint?: string
  readonly revocation_endpoint?: string
  readonly introspection_endpoint?: string
  readonly registration_endpoint?: string
  readonly end_session_endpoint?: string
  readonly check_session_iframe?: string
  readonly pushed_authorization_request_endpoint?: string
  readonly device_authorization_endpoint?: string
  readonly backchannel_authentication_endpoint?: string
  /** RFC 8705 §5. */
  readonly mtls_endpoint_aliases?: Readonly<Record<string, string>>
  readonly scopes_supported?: readonly string[]
  readonly response_types_supported?: readonly string[]
  readonly response_modes_supported?: readonly string[]
  readonly grant_types_supported?: readonly string[]
  readonly acr_values_supported?: readonly string[]
  readonly code_challenge_methods_supported?: readonly string[]
  readonly token_endpoint_auth_methods_supported?: readonly string[]
  readonly token_endpoint_auth_signing_alg_values_supported?: readonly string[]
  readonly id_token_signing_alg_values_supported?: readonly string[]
  readonly userinfo_signing_alg_values_supported?: readonly string[]
  readonly request_object_signing_alg_values_supported?: readonly string[]
  readonly authorization_signing_alg_values_supported?: readonly string[]
  readonly dpop_signing_alg_values_supported?: readonly string[]
  readonly backchannel_token_delivery_modes_supported?: readonly string[]
  /** RFC 9207 §3. */
  readonly authorization_response_iss_parameter_supported?: boolean
  /** RFC 9126 §5. */
  readonly require_pushed_authorization_requests?: boolean
  readonly tls_client_certificate_bound_access_tokens?: boolean
  readonly backchannel_logout_supported?: boolean
  readonly backchannel_logout_session_supported?: boolean
  readonly frontchannel_logout_supported?: boolean
  readonly frontchannel_logout_session_supported?: boolean
  readonly [member: string]: unknown
}
