import { CircuitOpenError } from '@auth/core-errors'
import { checkFunction, checkObject } from '@auth/core-errors/options'
import { type CallOutcome, CallWindow } from './call-window.ts'
import { type CheckedCircuitBreakerConfig, type CircuitBreakerConfig, checkCircuitBreakerConfig } from './circuit-breaker-config.ts'
import type { CircuitState } from './circuit-state.ts'
import { checkSignal } from './check-signal.ts'
import { emitEvent } from './emit-event.ts'

/** A circuit changed its state. */
export type CircuitEvent =
  | { readonly type: 'circuit_opened'; readonly openSeconds: number }
  | { readonly type: 'circuit_half_opened' }
  | { readonly type: 'circuit_closed' }

/** What a {@link CircuitBreaker} takes: when it opens, its clock and its observer. */
export interface CircuitBreakerOptions extends CircuitBreakerConfig {
  /** A clock that never steps back, in milliseconds. @default performance.now */
  readonly monotonicNow?: (() => number) | undefined
  /** Is told of every change of state. What it throws is ignored. */
  readonly onEvent?: ((event: CircuitEvent) => void) | undefined
}

/** What {@link CircuitBreaker.execute} takes beside the function. */
export interface CircuitExecuteOptions {
  /** The caller's own signal: when it has aborted, a failure says nothing about the server and does not count. */
  readonly signal?: AbortSignal | undefined
}

interface Closed {
  readonly state: 'closed'
  failuresInARow: number
  readonly window: CallWindow | undefined
}
interface Open {
  readonly state: 'open'
  readonly openedAt: number
  readonly openSeconds: number
  readonly failedProbes: number
}
interface HalfOpen {
  readonly state: 'half_open'
  readonly failedProbes: number
  /** When the last probe was let through. */
  probedAt: number
  inFlight: number
  succeeded: number
}

/** How long to wait when the probes are all under way: they will soon tell. */
const probeSeconds = 1

/**
 * Stops calling what keeps failing, and probes it after a while. Every call that throws is a failure, one that its caller
 * aborted is nothing. A call that ends after the circuit has changed its state says nothing about the new one.
 * It sets no deadline: a probe that never ends keeps others away for `recoveryTimeoutSeconds`, then it counts no more.
 */
export class CircuitBreaker {
  readonly #config: CheckedCircuitBreakerConfig
  readonly #monotonicNow: () => number
  readonly #onEvent: ((event: CircuitEvent) => void) | undefined
  #circuit: Closed | Open | HalfOpen

  /** @throws {InvalidConfigError} VAL_2002 */
  constructor(options: CircuitBreakerOptions = {}) {
    const { monotonicNow = () => performance.now(), onEvent } = checkObject(options, 'options')
    this.#config = checkCircuitBreakerConfig(options)
    this.#monotonicNow = checkFunction(monotonicNow, 'monotonicNow')
    this.#onEvent = onEvent && checkFunction(onEvent, 'onEvent')
    this.#circuit = this.#createClosed()
  }

  /** An open circuit stays `OPEN` until a call comes after its time and probes. */
  get state(): CircuitState {
    return this.#circuit.state
  }

  /** How long a call made now would have to wait, in seconds; 0 when it would pass. */
  get retryAfterSeconds(): number {
    const circuit = this.#circuit
    if (circuit.state === 'closed') return 0
    if (circuit.state === 'open') return Math.max(0, circuit.openSeconds - (this.#monotonicNow() - circuit.openedAt) / 1000)
    return this.#hasRoom(circuit) || this.#isOverdue(circuit) ? 0 : probeSeconds
  }

  /** Throws what a call made now would be refused with. @throws {CircuitOpenError} NET_3004 with `retryAfterSeconds` */
  checkAdmission(): void {
    const { retryAfterSeconds } = this
    if (retryAfterSeconds > 0) throw new CircuitOpenError(undefined, { retryAfterSeconds })
  }

  /**
   * Calls the function unless the circuit is open, and learns from how it ends.
   * @throws {CircuitOpenError} NET_3004 with `retryAfterSeconds`, without calling it; else what the function throws
   */
  async execute<T>(fn: () => T | PromiseLike<T>, options: CircuitExecuteOptions = {}): Promise<T> {
    checkFunction(fn, 'fn')
    const signal = checkSignal(checkObject(options, 'options').signal, 'signal')
    const circuit = this.#admit()
    const startedAt = this.#monotonicNow()
    let isFailure = true
    try {
      const value = await fn()
      isFailure = false
      return value
    } finally {
      const isSlow = (this.#monotonicNow() - startedAt) / 1000 >= (this.#config.window?.slowCallSeconds ?? Infinity)
      const isAborted = isFailure && signal?.aborted === true
      // Whoever was admitted under an earlier state brings old news.
      if (circuit === this.#circuit) this.#settle(circuit, isAborted ? undefined : { isFailure, isSlow })
    }
  }

  #admit(): Closed | HalfOpen {
    this.checkAdmission()
    if (this.#circuit.state === 'closed') return this.#circuit
    if (this.#circuit.state === 'open') emitEvent(this.#onEvent, { type: 'circuit_half_opened' })
    // In edge workers a probe never ends when its request is over.
    const isNew = this.#circuit.state === 'open' || !this.#hasRoom(this.#circuit)
    const probing: HalfOpen = isNew
      ? { state: 'half_open', failedProbes: this.#circuit.failedProbes, probedAt: 0, inFlight: 0, succeeded: 0 }
      : (this.#circuit as HalfOpen)
    probing.inFlight += 1
    probing.probedAt = this.#monotonicNow()
    this.#circuit = probing
    return probing
  }

  #hasRoom({ inFlight, succeeded }: HalfOpen): boolean {
    return inFlight + succeeded < this.#config.halfOpenRequests
  }

  #isOverdue({ probedAt }: HalfOpen): boolean {
    return this.#monotonicNow() - probedAt >= this.#config.recoveryTimeoutSeconds * 1000
  }

  #settle(circuit: Closed | HalfOpen, outcome: CallOutcome | undefined): void {
    if (circuit.state === 'half_open') circuit.inFlight -= 1
    if (!outcome) return
    const isBad = outcome.isFailure || outcome.isSlow
    if (circuit.state === 'half_open') {
      if (isBad) this.#open(circuit.failedProbes + 1)
      else if (++circuit.succeeded >= this.#config.halfOpenRequests) this.#close()
      return
    }
    circuit.failuresInARow = outcome.isFailure ? circuit.failuresInARow + 1 : 0
    circuit.window?.record(outcome)
    // A good call never opens the circuit, although it may be the one that makes the window tell something.
    if (isBad && (circuit.failuresInARow >= this.#config.failureThreshold || circuit.window?.isExceeded())) this.#open(0)
  }

  #open(failedProbes: number): void {
    const { recoveryTimeoutSeconds, recoveryTimeoutGrowth, maxRecoveryTimeoutSeconds } = this.#config
    const openSeconds = Math.min(maxRecoveryTimeoutSeconds, recoveryTimeoutSeconds * recoveryTimeoutGrowth ** failedProbes)
    this.#circuit = { state: 'open', openedAt: this.#monotonicNow(), openSeconds, failedProbes }
    emitEvent(this.#onEvent, { type: 'circuit_opened', openSeconds })
  }

  #close(): void {
    this.#circuit = this.#createClosed()
    emitEvent(this.#onEvent, { type: 'circuit_closed' })
  }

  #createClosed(): Closed {
    const { window } = this.#config
    return { state: 'closed', failuresInARow: 0, window: window && new CallWindow(window, this.#monotonicNow) }
  }
}
