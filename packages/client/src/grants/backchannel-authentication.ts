import { checkObject, checkSeconds } from '@auth/core-errors/options'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import { readObject, readSeconds, readString, unusableMember } from '../http/read-object.ts'
import { sendForm } from '../http/send-form.ts'
import type { BackchannelAuthenticationParameters } from '../token/grant-parameters.ts'
import type { TokenResponse } from '../token/token-response.ts'
import { type PollOptions, pollToken } from './poll-token.ts'

/** A request for consent on another device that waits for the person (OpenID Connect CIBA 7.3). Plain data. */
export interface BackchannelAuthentication {
  readonly authReqId: string
  /** In seconds since the epoch. */
  readonly expiresAt: number
  /** How long to wait between two questions. */
  readonly intervalSeconds: number
  readonly scopes: readonly string[]
  readonly acrValues?: readonly string[] | undefined
}

const from = 'the backchannel authentication endpoint'
const defaultIntervalSeconds = 5

/** Asks a person for consent on another device (OpenID Connect CIBA 7.1). Never sent twice: the person would be asked twice. */
export async function startBackchannelAuthentication(
  context: ClientContext,
  parameters: BackchannelAuthenticationParameters,
  options?: CallOptions,
): Promise<BackchannelAuthentication> {
  const body = context.operations.buildBackchannelAuthenticationRequest(parameters)
  const call = context.begin(options)
  const { now } = context.config
  const response = await sendForm(context, { endpoint: 'backchannelAuthenticationEndpoint', body, repeat: 'unsent' }, call)
  const raw = await readObject(response, { from, now, correlationId: call.correlationId })
  const expiresIn = readSeconds(raw, 'expires_in', from)
  if (expiresIn === undefined) throw unusableMember('expires_in', from, call.correlationId)
  return Object.freeze({
    authReqId: readString(raw, 'auth_req_id', from),
    expiresAt: now() / 1000 + expiresIn,
    intervalSeconds: readSeconds(raw, 'interval', from) ?? defaultIntervalSeconds,
    scopes: Object.freeze(body.get('scope')?.split(' ') ?? []),
    acrValues: parameters.acrValues,
  })
}

/** Waits until the person has answered (OpenID Connect CIBA 10.1, poll mode). An ID token always comes. */
export async function pollBackchannelToken(
  context: ClientContext,
  authentication: BackchannelAuthentication,
  options?: PollOptions,
): Promise<TokenResponse> {
  const { authReqId, intervalSeconds, expiresAt, scopes, acrValues } = checkObject(authentication, 'authentication')
  const body = context.operations.buildBackchannelTokenRequest(authReqId)
  checkSeconds(intervalSeconds, 'intervalSeconds')
  checkSeconds(expiresAt, 'expiresAt')
  const idToken = { isRequired: true, acrValues }
  return pollToken(context, { body, intervalSeconds, expiresAt, requestedScopes: scopes, idToken }, options)
}
