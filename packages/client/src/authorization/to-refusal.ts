import {
  AccessDeniedError,
  type AuthPlatformError,
  DPoPError,
  type ErrorClass,
  InvalidGrantError,
  InvalidScopeError,
  LoginRequiredError,
  ServerError,
  ServiceUnavailableError,
  ValidationError,
} from '@auth/core-errors'

/** The provider's `error` (RFC 6749 §4.1.2.1, §5.2, OpenID Connect Core 3.1.2.6, RFC 9449 §5). */
const byError: Readonly<Record<string, ErrorClass<AuthPlatformError>>> = {
  __proto__: null as never,
  access_denied: AccessDeniedError,
  login_required: LoginRequiredError,
  interaction_required: LoginRequiredError,
  consent_required: LoginRequiredError,
  account_selection_required: LoginRequiredError,
  invalid_scope: InvalidScopeError,
  invalid_grant: InvalidGrantError,
  invalid_dpop_proof: DPoPError,
  server_error: ServerError,
  temporarily_unavailable: ServiceUnavailableError,
}

const maxLength = 200

/** What may stand in a message or a page without doing anything there. */
function toPlainText(text: string): string {
  return text.slice(0, maxLength).replace(/[^ !#-;=?-[\]-~]|[<>&]/g, '?')
}

/** The typed error for an answer of the provider that refuses. Its text cannot carry markup or control characters. */
export function toRefusal(error: string, description?: unknown): AuthPlatformError {
  const oauthError = toPlainText(error)
  const Refusal = byError[error] ?? ValidationError
  const text = typeof description === 'string' ? `${oauthError}: ${toPlainText(description)}` : oauthError
  return new Refusal(`the provider answered ${text}`, { details: { oauthError } })
}
