import type { Call } from '../http/call.ts'
import type { ClientContext } from '../http/client-context.ts'
import { readObject, readString } from '../http/read-object.ts'
import { sendForm } from '../http/send-form.ts'

const from = 'the pushed authorization request endpoint'

/** Sends the request to the provider beforehand; the browser carries only a reference (RFC 9126 §2, §4). */
export async function pushRequest(context: ClientContext, form: URLSearchParams, call: Call): Promise<URLSearchParams> {
  const { config } = context
  const request = { endpoint: 'pushedAuthorizationRequestEndpoint', body: form, repeat: 'always', isProven: true } as const
  const response = await sendForm(context, request, call)
  const raw = await readObject(response, { from, statuses: [201, 200], now: config.now, correlationId: call.correlationId })
  return new URLSearchParams({ client_id: config.clientId, request_uri: readString(raw, 'request_uri', from) })
}
