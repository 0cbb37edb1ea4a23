import { ErrorFactory } from '@auth/core-errors'
import { checkInteger, checkSeconds, checkString, checkUrl } from '@auth/core-errors/options'
import { createDeadline } from './deadline.ts'
import { exchange } from './exchange.ts'

/** How a call is repeated. */
export interface RetryConfig {
  readonly maxRetries?: number | undefined
  readonly initialDelaySeconds?: number | undefined
  readonly maxDelaySeconds?: number | undefined
  readonly exponentialBase?: number | undefined
  readonly jitter?: 'full' | 'none' | undefined
}

export interface HTTPExecutorOptions {
  readonly retry?: RetryConfig | false | undefined
  readonly timeoutSeconds?: number | undefined
  readonly maxResponseBytes?: number | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
  readonly monotonicNow?: (() => number) | undefined
  readonly random?: (() => number) | undefined
  readonly allowInsecureLoopback?: boolean | undefined
}

export interface ExecuteInit extends RequestInit {
  readonly kind?: string | undefined
  readonly retry?: RetryConfig | false | undefined
  readonly deadlineSeconds?: number | undefined
}

/** Calls a provider over HTTP: within a deadline, with a bounded answer. */
export class HTTPExecutor {
  readonly #options: HTTPExecutorOptions

  constructor(options: HTTPExecutorOptions = {}) {
    checkSeconds(options.timeoutSeconds ?? 30, 'timeoutSeconds', 0.001, 2_147_483)
    checkInteger(options.maxResponseBytes ?? 1_048_576, 'maxResponseBytes', 1)
    this.#options = options
  }

  async execute(method: string, url: string | URL, init: ExecuteInit = {}): Promise<Response> {
    const {
      timeoutSeconds = 30,
      maxResponseBytes = 1_048_576,
      fetch = (input, transportInit) => globalThis.fetch(input, transportInit),
      now = Date.now,
      monotonicNow = () => performance.now(),
      allowInsecureLoopback,
    } = this.#options
    const { kind: _kind, retry: _retry, deadlineSeconds = timeoutSeconds, signal, ...rest } = init
    checkString(method, 'method')
    const target = checkUrl(url, 'url', allowInsecureLoopback)
    using deadline = createDeadline({ timeoutSeconds: deadlineSeconds, callerSignal: signal ?? undefined, monotonicNow })
    const response = await exchange({
      url: target,
      init: { ...rest, method },
      signal: deadline.signal,
      fetch,
      maxResponseBytes,
    })
    if (response.status >= 500 || response.status === 429) throw await ErrorFactory.fromHttpResponse(response, { now })
    return response
  }
}
