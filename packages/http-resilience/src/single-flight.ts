import { checkFunction, checkObject, checkSeconds, checkString } from '@auth/core-errors/options'
import { checkSignal } from './check-signal.ts'

/** How a single flight is made. */
export interface SingleFlightRules {
  /**
   * How long a run is joined, in seconds: longer than any takes. In edge workers a run that ends with the request that
   * began it never settles, and without this nobody else would ever run. @default no limit
   */
  readonly maxSeconds?: number | undefined
  /** A clock that never steps back, in milliseconds. @default performance.now */
  readonly monotonicNow?: (() => number) | undefined
}

/** What a caller of a single flight passes beside the key and the work. */
export interface SingleFlightOptions {
  /** Ends this caller's wait; the work goes on for the others. */
  readonly signal?: AbortSignal | undefined
}

/** Runs the work for a key, or joins the run that is under way. */
export type SingleFlight<T> = (key: string, work: (signal: AbortSignal) => Promise<T>, options?: SingleFlightOptions) => Promise<T>

interface Flight<T> {
  readonly promise: Promise<T>
  readonly controller: AbortController
  readonly startedAt: number
  waiters: number
}

/**
 * Makes a function that runs at most one piece of work per key at a time and gives its outcome to every caller that came
 * meanwhile. Nothing is remembered afterwards, neither a value nor an error. A caller whose signal aborts leaves with the
 * signal's reason; the work's own signal aborts only when every caller has left. Whoever may see one caller's result must
 * be told apart by the key: the function does not check that.
 */
export function singleFlight<T>(rules: SingleFlightRules = {}): SingleFlight<T> {
  const { maxSeconds, monotonicNow = () => performance.now() } = checkObject(rules, 'rules')
  const maxMs = maxSeconds === undefined ? Number.POSITIVE_INFINITY : checkSeconds(maxSeconds, 'maxSeconds') * 1000
  checkFunction(monotonicNow, 'monotonicNow')
  const flights = new Map<string, Flight<T>>()

  function findJoinable(key: string): Flight<T> | undefined {
    const deadline = monotonicNow() - maxMs
    // The oldest come first.
    for (const [other, { startedAt }] of flights) {
      if (startedAt > deadline) break
      flights.delete(other)
    }
    return flights.get(key)
  }

  function launch(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const promise = (async () => work(controller.signal))()
    const flight: Flight<T> = { promise, controller, startedAt: monotonicNow(), waiters: 0 }
    flights.set(key, flight)
    const land = (): void => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    promise.then(land, land)
    return flight
  }

  function leave(key: string, flight: Flight<T>, reason: unknown): void {
    flight.waiters -= 1
    if (flight.waiters > 0) return
    // Whoever comes next must not join a run that is being given up.
    if (flights.get(key) === flight) flights.delete(key)
    try {
      flight.controller.abort(reason)
    } catch {
      // Another request of an edge worker began it: it cannot be reached from here.
    }
  }

  return async (key, work, options = {}) => {
    checkString(key, 'key')
    checkFunction(work, 'work')
    const signal = checkSignal(checkObject(options, 'options').signal, 'signal')
    signal?.throwIfAborted()
    const flight = findJoinable(key) ?? launch(key, work)
    flight.waiters += 1
    if (!signal) return flight.promise
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => {
        reject(signal.reason)
        leave(key, flight, signal.reason)
      }
      signal.addEventListener('abort', onAbort)
      flight.promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    })
  }
}
