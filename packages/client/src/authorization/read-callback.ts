import { type AuthPlatformError, CallbackError } from '@auth/core-errors'
import { toRefusal } from './to-refusal.ts'

/** A code to exchange, or why there is none. */
export type CallbackResult =
  | { readonly code: string; readonly issuer: string; readonly error?: undefined }
  | { readonly error: AuthPlatformError; readonly issuer: string; readonly code?: undefined }

const maxLength = 65_536
/** What a provider may put into a callback, session management's `session_state` included. */
export const callbackParameterNames: readonly string[] = [
  'code',
  'state',
  'iss',
  'error',
  'error_description',
  'error_uri',
  'response',
  'session_state',
]

/** No parameter may come twice (RFC 6749 §3.1); unknown ones, which may be the application's own, are ignored. */
export function readCallbackParameters(url: string | URL | URLSearchParams): ReadonlyMap<string, string> {
  if (String(url).length > maxLength) throw callbackError('malformed')
  const parsed = url instanceof URLSearchParams ? url : URL.parse(url, 'https://callback.invalid')?.searchParams
  if (!parsed) throw callbackError('malformed')
  const parameters = new Map<string, string>()
  for (const [name, value] of parsed) {
    if (!callbackParameterNames.includes(name)) continue
    if (parameters.has(name)) throw callbackError('duplicate_parameter')
    parameters.set(name, value)
  }
  return parameters
}

/** The code, or the provider's refusal, of parameters whose state and issuer have been checked. @throws {CallbackError} VAL_2005 `malformed`, `missing_code` */
export function readCallbackResult(parameters: ReadonlyMap<string, string>, issuer: string): CallbackResult {
  const code = parameters.get('code')
  const error = parameters.get('error')
  if (error !== undefined && code !== undefined) throw callbackError('malformed')
  if (error !== undefined) return { error: toRefusal(error, parameters.get('error_description')), issuer }
  if (code === undefined || code === '') throw callbackError('missing_code')
  return { code, issuer }
}

/** An authorization response that fails a check, which the reason names: `state_mismatch`, `missing_code`, … */
export function callbackError(reason: string, cause?: unknown): CallbackError {
  return new CallbackError(`the callback fails a check: ${reason.replace('_', ' ')}`, { reason, cause })
}
