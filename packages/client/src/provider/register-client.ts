import { checkObject, checkString } from '@auth/core-errors/options'
import type { CallOptions } from '../http/call-options.ts'
import type { ClientContext } from '../http/client-context.ts'
import { readObject, readOptionalString, readString } from '../http/read-object.ts'

/** What a registration takes beside the metadata. */
export interface RegisterClientOptions extends CallOptions {
  /** The provider's permission to register, where it wants one. */
  readonly initialAccessToken?: string | undefined
}

/** A registered client (RFC 7591 §3.2.1). Frozen; it holds secrets. */
export interface RegisteredClient {
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** The answer as it came, with the metadata that the provider chose. */
  readonly raw: Readonly<Record<string, unknown>>
}

const from = 'the registration endpoint'

/** Registers a new client (RFC 7591 §3.1). Sent once: a second try would register a second client. */
export async function registerClient(
  context: ClientContext,
  metadata: Readonly<Record<string, unknown>>,
  options: RegisterClientOptions = {},
): Promise<RegisteredClient> {
  const { initialAccessToken, ...callOptions } = checkObject(options, 'options')
  if (initialAccessToken !== undefined) checkString(initialAccessToken, 'initialAccessToken')
  const body = JSON.stringify(checkObject(metadata, 'metadata'))
  const call = context.begin(callOptions)
  const response = await context.executor.execute('POST', await context.findEndpoint('registrationEndpoint', call), {
    kind: 'registrationEndpoint',
    signal: call.signal,
    deadlineSeconds: call.remainingSeconds(),
    correlationId: call.correlationId,
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(initialAccessToken !== undefined && { authorization: `Bearer ${initialAccessToken}` }),
    },
    body,
  })
  const raw = await readObject(response, { from, statuses: [201], now: context.config.now, correlationId: call.correlationId })
  const clientId = readString(raw, 'client_id', from)
  return Object.freeze({ clientId, clientSecret: readOptionalString(raw, 'client_secret', from), raw })
}
