import type { ExecuteInit } from '@auth/http-resilience'
import type { EndpointName } from '../config/endpoint.ts'
import { answerNonce } from '../dpop/answer-nonce.ts'
import type { Call } from './call.ts'
import type { ClientContext } from './client-context.ts'

/**
 * How often a request may be sent: `always` again when it is lost, for nothing is used up by it; `once` again, which the
 * configuration vouches for; `unsent` only when it certainly never reached the server.
 */
export type RepeatRule = 'always' | 'once' | 'unsent'

/** A form that goes to an endpoint of the provider's. */
export interface FormRequest {
  readonly endpoint: EndpointName
  readonly body: URLSearchParams
  readonly repeat: RepeatRule
  /** Whether a DPoP proof goes with it when the client uses DPoP. */
  readonly isProven?: boolean | undefined
}

/** Posts a form with the client's authentication, both made anew for every attempt, and answers one demand for a nonce. */
export async function sendForm(context: ClientContext, { endpoint, body, repeat, isProven }: FormRequest, call: Call): Promise<Response> {
  const { config, executor, operations } = context
  const dpop = isProven ? context.dpop : undefined
  const url = await context.findEndpoint(endpoint, call)
  return answerNonce({ dpop, url, server: 'authorization' }, (nonce) =>
    executor.execute('POST', url, {
      kind: endpoint,
      ...toRetry(repeat, config),
      signal: call.signal,
      deadlineSeconds: call.remainingSeconds(),
      correlationId: call.correlationId,
      prepare: async () => {
        const { headers, parameters } = await config.clientAuthentication.authenticate(config)
        const proof = dpop && { dpop: await dpop.prove({ method: 'POST', url, nonce }) }
        return {
          headers: { ...operations.buildTokenRequestHeaders(), ...headers, ...proof },
          body: withParameters(body, parameters),
        }
      },
    }),
  )
}

function toRetry(repeat: RepeatRule, { maxRetries, retryDelaySeconds }: ClientContext['config']): Pick<ExecuteInit, 'retry'> {
  if (repeat === 'unsent') return {} // the executor's own rule for POST
  return { retry: { maxRetries: repeat === 'once' ? Math.min(1, maxRetries) : maxRetries, initialDelaySeconds: retryDelaySeconds } }
}

/** Each once: a request may name its client already. */
function withParameters(body: URLSearchParams, parameters: Readonly<Record<string, string>> = {}): URLSearchParams {
  const whole = new URLSearchParams(body)
  for (const [name, value] of Object.entries(parameters)) whole.set(name, value)
  return whole
}
