import { checkObject, checkSeconds } from '@auth/core-errors/options'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import { readObject, readOptionalString, readSeconds, readString, unusableMember } from '../http/read-object.ts'
import { sendForm } from '../http/send-form.ts'
import type { DeviceAuthorizationParameters } from '../token/grant-parameters.ts'
import type { TokenResponse } from '../token/token-response.ts'
import { type PollOptions, pollToken } from './poll-token.ts'

/** What a person needs to let a device in, and the device to wait for it (RFC 8628 §3.2). Plain data. */
export interface DeviceAuthorization {
  /** The device's secret. */
  readonly deviceCode: string
  /** What the person types at `verificationUri`. */
  readonly userCode: string
  readonly verificationUri: string
  /** The same with the code in it, to be shown as a QR code. */
  readonly verificationUriComplete?: string | undefined
  /** In seconds since the epoch. */
  readonly expiresAt: number
  /** How long to wait between two questions. */
  readonly intervalSeconds: number
  readonly scopes: readonly string[]
}

const from = 'the device authorization endpoint'
const defaultIntervalSeconds = 5

/** Starts the device flow (RFC 8628 §3.1). */
export async function startDeviceAuthorization(
  context: ClientContext,
  parameters: DeviceAuthorizationParameters,
  options?: CallOptions,
): Promise<DeviceAuthorization> {
  const body = context.operations.buildDeviceAuthorizationRequest(parameters)
  const call = context.begin(options)
  const { now } = context.config
  const response = await sendForm(context, { endpoint: 'deviceAuthorizationEndpoint', body, repeat: 'always' }, call)
  const raw = await readObject(response, { from, now, correlationId: call.correlationId })
  const expiresIn = readSeconds(raw, 'expires_in', from)
  if (expiresIn === undefined) throw unusableMember('expires_in', from, call.correlationId)
  return Object.freeze({
    deviceCode: readString(raw, 'device_code', from),
    userCode: readString(raw, 'user_code', from),
    verificationUri: readString(raw, 'verification_uri', from),
    verificationUriComplete: readOptionalString(raw, 'verification_uri_complete', from),
    expiresAt: now() / 1000 + expiresIn,
    intervalSeconds: readSeconds(raw, 'interval', from) ?? defaultIntervalSeconds,
    scopes: Object.freeze(body.get('scope')?.split(' ') ?? []),
  })
}

/** Waits until the person has answered (RFC 8628 §3.4, §3.5). */
export async function pollDeviceToken(
  context: ClientContext,
  authorization: DeviceAuthorization,
  options?: PollOptions,
): Promise<TokenResponse> {
  const { deviceCode, intervalSeconds, expiresAt, scopes } = checkObject(authorization, 'authorization')
  const body = context.operations.buildDeviceTokenRequest(deviceCode)
  checkSeconds(intervalSeconds, 'intervalSeconds')
  checkSeconds(expiresAt, 'expiresAt')
  return pollToken(context, { body, intervalSeconds, expiresAt, requestedScopes: scopes, idToken: {} }, options)
}
