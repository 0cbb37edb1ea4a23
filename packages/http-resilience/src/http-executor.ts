import { ErrorFactory, isAuthPlatformError } from '@auth/core-errors'
import { sendAttempts } from '#send-attempts'
import { type Call, type ExecuteInit, parseCall, prepareInit } from './call.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import { decideRetry } from './decide-retry.ts'
import { emitEvent } from './emit-event.ts'
import { exchange } from './exchange.ts'
import type { AttemptReference, HTTPEvent } from './http-event.ts'
import { type CheckedHTTPExecutorOptions, checkHTTPExecutorOptions, type HTTPExecutorOptions } from './http-executor-options.ts'
import { createLane, type Lane } from './lane.ts'
import { RecentMap } from './recent-map.ts'
import { UnsuccessfulResponse } from './unsuccessful-response.ts'
import { untilAborted } from './until-aborted.ts'

/** How many pairs of origin and kind are remembered. */
const maxLanes = 256

/** One call under way. */
interface Flight {
  readonly call: Call
  readonly lane: Lane
  readonly deadline: Deadline
  /** How many attempts were begun. */
  attempts: number
}

/** Calls a provider over HTTP: within a deadline, again where that is safe, and not at all while it is down. */
export class HTTPExecutor {
  readonly #options: CheckedHTTPExecutorOptions
  readonly #lanes = new RecentMap<Lane>(maxLanes)

  /** @throws {InvalidConfigError} VAL_2002 naming the option */
  constructor(options: HTTPExecutorOptions = {}) {
    this.#options = checkHTTPExecutorOptions(options)
  }

  /**
   * Sends a request and reads its answer whole. Resolves with every answer below 500 other than 429 and redirects: a 4xx
   * is the caller's to judge. An aborted signal of the caller's rejects with its reason.
   * @param url https, or http on loopback with `allowInsecureLoopback`
   * @throws {ServerError} SRV_5001, or {ServiceUnavailableError} SRV_5002, for a 5xx
   * @throws {RateLimitError} RATE_4001 for a 429
   * @throws {ProtocolError} SRV_5003 for a redirect, or a body past `maxResponseBytes`
   * @throws {TimeoutError} NET_3002 at the deadline
   * @throws {ConnectionError} NET_3003 when nothing was sent, {NetworkError} NET_3001 when it may have been
   * @throws {CircuitOpenError} NET_3004 without sending
   * @throws {InvalidConfigError} VAL_2002 naming the argument
   */
  async execute(method: string, url: string | URL, init: ExecuteInit = {}): Promise<Response> {
    const call = parseCall(method, url, init, this.#options)
    call.callerSignal?.throwIfAborted()
    const { origin, kind } = call
    const lane = this.#lanes.get(`${origin} ${kind}`, () => createLane({ origin, kind }, this.#options))
    const deadline = createDeadline({ ...call, monotonicNow: this.#options.monotonicNow })
    const flight: Flight = { call, lane, deadline, attempts: 0 }
    try {
      return await sendAttempts({
        method: call.method,
        url: call.publicUrl,
        attempt: () => this.#attempt(flight),
        planRetry: (failure) => this.#planRetry(flight, failure),
        maxRetries: call.rule.config ? call.rule.config.maxRetries : 0,
        signal: deadline.signal,
      })
    } catch (failure) {
      return await this.#conclude(call, failure)
    } finally {
      deadline.end()
    }
  }

  #attempt(flight: Flight): Promise<Response> {
    const { call, lane, deadline } = flight
    flight.attempts += 1
    return this.#observe(flight, async () => {
      // Nobody queues up for, or signs, what would be refused anyway.
      lane.breaker?.checkAdmission()
      const release = await lane.limit?.acquire(deadline.signal)
      try {
        return await this.#send(flight, await untilAborted(prepareInit(call, flight.attempts), deadline.signal))
      } finally {
        release?.()
      }
    })
  }

  /** Only a failure of the server's counts for its circuit: a 5xx does, a limit that it sets does not. */
  async #send({ call, lane, deadline }: Flight, init: RequestInit): Promise<Response> {
    const { fetch, maxResponseBytes } = this.#options
    const send = async (): Promise<Response> => {
      const response = await exchange({ url: call.url, init, signal: deadline.signal, fetch, maxResponseBytes })
      if (response.status >= 500) throw new UnsuccessfulResponse(response)
      return response
    }
    const response = lane.breaker ? await lane.breaker.execute(send, { signal: call.callerSignal }) : await send()
    if (response.status === 408 || response.status === 429) throw new UnsuccessfulResponse(response)
    lane.budget?.earn()
    return response
  }

  async #observe(flight: Flight, send: () => Promise<Response>): Promise<Response> {
    const { monotonicNow } = this.#options
    const reference = this.#describe(flight)
    const startedAt = monotonicNow()
    const durationSeconds = (): number => (monotonicNow() - startedAt) / 1000
    try {
      const response = await send()
      this.#emit({ type: 'attempt_answered', ...reference, statusCode: response.status, durationSeconds: durationSeconds() })
      return response
    } catch (failure) {
      const statusCode = failure instanceof UnsuccessfulResponse ? failure.response.status : undefined
      const code = isAuthPlatformError(failure) ? failure.code : undefined
      if (!flight.call.callerSignal?.aborted) {
        this.#emit({ type: 'attempt_failed', ...reference, statusCode, code, durationSeconds: durationSeconds() })
      }
      throw failure
    }
  }

  #planRetry(flight: Flight, failure: unknown): number | undefined {
    const { call, lane, deadline, attempts } = flight
    if (deadline.signal.aborted) return undefined
    const decision = decideRetry({
      failure,
      attempt: attempts,
      rule: call.rule,
      remainingSeconds: deadline.remainingSeconds(),
      isCircuitOpen: lane.breaker?.state === 'open',
      spend: () => lane.budget?.spend() ?? true,
      now: this.#options.now,
      random: this.#options.random,
    })
    if (decision.kind === 'final') return undefined
    const reference = this.#describe(flight)
    if (decision.kind === 'refused') {
      this.#emit({ type: 'retry_refused', ...reference, reason: decision.reason })
      return undefined
    }
    this.#emit({ type: 'retry_scheduled', ...reference, delaySeconds: decision.delaySeconds })
    return decision.delaySeconds
  }

  /** What the caller gets of the last failure. A 408 is a 4xx like any other once it is final. */
  async #conclude({ callerSignal, correlationId }: Call, failure: unknown): Promise<Response> {
    const { now } = this.#options
    if (failure instanceof UnsuccessfulResponse) {
      if (failure.response.status === 408) return failure.response
      throw await ErrorFactory.fromHttpResponse(failure.response, { correlationId, now })
    }
    // The caller's own reason is not touched; every other error was made for this call.
    const isOwn = !callerSignal?.aborted && isAuthPlatformError(failure)
    throw isOwn ? Object.assign(failure, { correlationId: failure.correlationId ?? correlationId }) : failure
  }

  #describe({ call: { method, publicUrl, origin, kind, correlationId }, attempts }: Flight): AttemptReference {
    return { method, url: publicUrl, origin, kind, attempt: attempts, correlationId }
  }

  #emit(event: HTTPEvent): void {
    emitEvent(this.#options.onEvent, event)
  }
}
