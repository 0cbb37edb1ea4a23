import {
  AccessDeniedError,
  AuthorizationExpiredError,
  InsufficientScopeError,
  InvalidCredentialsError,
  LoginRequiredError,
  StepUpRequiredError,
  UnauthorizedError,
} from '../access-errors.ts'
import type { AuthPlatformError } from '../auth-platform-error.ts'
import type { ErrorClass } from '../define-error.ts'
import { RateLimitError } from '../network-errors.ts'
import { checkObject } from '../options/check-kind.ts'
import { checkOption } from '../options/check-option.ts'
import { parseRetryAfter } from '../parse-retry-after.ts'
import { DPoPError } from '../proof-errors.ts'
import { ProtocolError, ServerError, ServiceUnavailableError } from '../server-errors.ts'
import { TokenInvalidError } from '../token-errors.ts'
import { InvalidGrantError, InvalidScopeError, ValidationError } from '../validation-errors.ts'

/** What {@link fromHttpResponse} takes beside the response. */
export interface FromHttpResponseOptions {
  readonly correlationId?: string | undefined
  /** The wall clock, in milliseconds: a `Retry-After` date is compared with it. @default Date.now */
  readonly now?: () => number
}

/** What a response tells, whichever class it becomes. */
interface Findings {
  readonly retryAfterSeconds: number | undefined
  readonly dpopNonce: string | undefined
  readonly code: 'DPOP_6003' | undefined
}
type AnyErrorClass = ErrorClass<AuthPlatformError, Findings>

/** The provider's `error` (RFC 6749 §5.2, RFC 6750 §3.1, RFC 8628 §3.5, RFC 9449, RFC 9470 §3, OIDC Core 3.1.2.6). */
const byOAuthError: Readonly<Record<string, AnyErrorClass | null>> = {
  __proto__: null,
  invalid_client: InvalidCredentialsError,
  invalid_grant: InvalidGrantError,
  invalid_scope: InvalidScopeError,
  invalid_token: TokenInvalidError,
  insufficient_scope: InsufficientScopeError,
  insufficient_user_authentication: StepUpRequiredError,
  access_denied: AccessDeniedError,
  expired_token: AuthorizationExpiredError,
  login_required: LoginRequiredError,
  interaction_required: LoginRequiredError,
  consent_required: LoginRequiredError,
  temporarily_unavailable: ServiceUnavailableError,
  server_error: ServerError,
  invalid_dpop_proof: DPoPError,
  use_dpop_nonce: DPoPError,
}

const byStatus: Readonly<Record<number, AnyErrorClass>> = {
  401: UnauthorizedError,
  403: AccessDeniedError,
  429: RateLimitError,
  503: ServiceUnavailableError,
}

/** What an outage or a limit says in its body never makes it a bad credential: there the status decides alone. */
function selectErrorClass(status: number, oauthError: string): AnyErrorClass {
  const named = status < 500 && status !== 429 && byOAuthError[oauthError]
  return named || (byStatus[status] ?? (status > 499 ? ServerError : status > 399 ? ValidationError : ProtocolError))
}

/** The members of a JSON object within the first 64 KiB of the body; a body that breaks off or is anything else has none. */
async function readMembers({ body }: Response): Promise<Readonly<Record<string, unknown>>> {
  try {
    const reader = (body as ReadableStream<Uint8Array>).getReader()
    const decoder = new TextDecoder()
    let text = ''
    for (let chunk; text.length < 65_536 && !(chunk = await reader.read()).done;) text += decoder.decode(chunk.value, { stream: true })
    await reader.cancel()
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

/** Printable ASCII, at most 200 characters: in no other form is quoted what comes from outside. */
function toPrintable(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[^ -~]|[<>]/g, '?').slice(0, 200) : ''
}

/**
 * The typed error for an answer that is not a success: by the OAuth `error` in its JSON body, else by its status. A 429
 * or 503 carries the `Retry-After` as `retryAfterSeconds`, a demand for a DPoP nonce the `dpopNonce`; the provider's
 * `error` is in `details.oauthError`. Reads little more than 64 KiB of the body, and never fails over what is in it. It does
 * not read `WWW-Authenticate`.
 * @throws {InvalidConfigError} VAL_2002, when `response` is no Response
 */
export async function fromHttpResponse(response: Response, options: FromHttpResponseOptions = {}): Promise<AuthPlatformError> {
  checkOption(response?.headers instanceof Headers, response, 'response', 'a Response')
  const { correlationId, now = Date.now } = checkObject(options, 'options')
  const { status, headers } = response
  const members = await readMembers(response)
  const oauthError = toPrintable(members['error'])
  const description = toPrintable(members['error_description'])
  return new (selectErrorClass(status, oauthError))(['the server answered', status, oauthError, description].join(' ').trimEnd(), {
    correlationId,
    statusCode: status,
    details: oauthError ? { oauthError } : {},
    retryAfterSeconds: parseRetryAfter(headers.get('retry-after'), now()),
    dpopNonce: headers.get('dpop-nonce') ?? undefined,
    code: oauthError === 'use_dpop_nonce' ? 'DPOP_6003' : undefined,
  })
}
