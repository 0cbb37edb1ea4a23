import { type AsyncCommand, assert, asyncModelRun, asyncProperty, commands, constantFrom, integer, nat } from 'fast-check'
import { expect, it } from 'vitest'
import { CircuitBreaker } from '../src/circuit-breaker.ts'
import type { CircuitState } from '../src/circuit-state.ts'

const config = {
  failureThreshold: 3,
  recoveryTimeoutSeconds: 10,
  recoveryTimeoutGrowth: 2,
  maxRecoveryTimeoutSeconds: 35,
  halfOpenRequests: 2,
}
const openSecondsByFailedProbes = [10, 20, 35, 35]

type Outcome = 'success' | 'failure' | 'abort'

/** What the rules say, in their own words. */
interface Model {
  state: CircuitState
  seconds: number
  failuresInARow: number
  failedProbes: number
  openUntil: number
  probesSucceeded: number
  /** When the last probe was let through. */
  probedAt: number
  /** Grows with every change of state, and when probes are given up: a call belongs to the era in which it was let through. */
  era: number
  /** The calls under way, by the era of each. */
  running: number[]
}

interface Real {
  readonly breaker: CircuitBreaker
  readonly clock: { seconds: number }
  readonly running: { readonly end: (outcome: Outcome) => void; readonly ended: Promise<unknown> }[]
}

function enter(model: Model, state: CircuitState): void {
  model.state = state
  model.era += 1
  if (state === 'closed') model.failuresInARow = model.failedProbes = 0
  if (state === 'half_open') model.probesSucceeded = 0
  if (state === 'open') model.openUntil = model.seconds + (openSecondsByFailedProbes[Math.min(model.failedProbes, 3)] ?? 0)
}

function probesUnderWay({ running, era }: Model): number {
  return running.filter((other) => other === era).length
}

class Begin implements AsyncCommand<Model, Real> {
  check(): boolean {
    return true
  }

  async run(model: Model, { breaker, running }: Real): Promise<void> {
    const hasRoom = probesUnderWay(model) + model.probesSucceeded < config.halfOpenRequests
    const isOverdue = model.seconds - model.probedAt >= config.recoveryTimeoutSeconds
    const passes =
      model.state === 'closed' ||
      (model.state === 'open' && model.seconds >= model.openUntil) ||
      (model.state === 'half_open' && (hasRoom || isOverdue))
    expect(breaker.retryAfterSeconds === 0).toBe(passes)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const caller = new AbortController()
    let wasCalled = false
    const call = breaker.execute(() => ((wasCalled = true), promise), { signal: caller.signal })
    expect(wasCalled).toBe(passes)
    if (!passes) return expect(call).rejects.toMatchObject({ code: 'NET_3004' })
    if (model.state === 'open' || (model.state === 'half_open' && !hasRoom)) enter(model, 'half_open')
    if (model.state === 'half_open') model.probedAt = model.seconds
    model.running.push(model.era)
    const end = (outcome: Outcome): void => {
      if (outcome === 'abort') caller.abort()
      if (outcome === 'success') resolve()
      else reject(new Error(outcome))
    }
    running.push({ end, ended: call.catch(() => undefined) })
    expect(breaker.state).toBe(model.state)
  }

  toString(): string {
    return 'begin'
  }
}

class End implements AsyncCommand<Model, Real> {
  readonly #which: number
  readonly #outcome: Outcome

  constructor(which: number, outcome: Outcome) {
    this.#which = which
    this.#outcome = outcome
  }

  check({ running }: Readonly<Model>): boolean {
    return running.length > 0
  }

  async run(model: Model, { breaker, running }: Real): Promise<void> {
    const which = this.#which % running.length
    const [call] = running.splice(which, 1)
    const [era] = model.running.splice(which, 1)
    call?.end(this.#outcome)
    await call?.ended
    if (era === model.era && this.#outcome !== 'abort') this.#learn(model)
    expect(breaker.state).toBe(model.state)
  }

  #learn(model: Model): void {
    const isFailure = this.#outcome === 'failure'
    if (model.state === 'closed') {
      model.failuresInARow = isFailure ? model.failuresInARow + 1 : 0
      if (model.failuresInARow === config.failureThreshold) enter(model, 'open')
    } else if (isFailure) {
      model.failedProbes += 1
      enter(model, 'open')
    } else {
      model.probesSucceeded += 1
      if (model.probesSucceeded === config.halfOpenRequests) enter(model, 'closed')
    }
  }

  toString(): string {
    return `end ${this.#which} with ${this.#outcome}`
  }
}

class Wait implements AsyncCommand<Model, Real> {
  readonly #seconds: number

  constructor(seconds: number) {
    this.#seconds = seconds
  }

  check(): boolean {
    return true
  }

  async run(model: Model, { breaker, clock }: Real): Promise<void> {
    model.seconds += this.#seconds
    clock.seconds += this.#seconds
    expect(breaker.state).toBe(model.state)
    if (model.state === 'open') expect(breaker.retryAfterSeconds).toBe(Math.max(0, model.openUntil - model.seconds))
  }

  toString(): string {
    return `wait ${this.#seconds}`
  }
}

it('does what the model of its rules does, whatever calls come and in whatever order they end', async () => {
  const outcome = constantFrom<Outcome>('success', 'failure', 'failure', 'abort')
  const steps = commands(
    [
      integer({ min: 1, max: 1 }).map(() => new Begin()),
      outcome.chain((how) => nat(9).map((which) => new End(which, how))),
      integer({ min: 1, max: 25 }).map((seconds) => new Wait(seconds)),
    ],
    { maxCommands: 80, size: 'max' },
  )
  const reached = new Set<string>()
  await assert(
    asyncProperty(steps, async (script) => {
      const clock = { seconds: 0 }
      const onEvent = ({ type }: { type: string }): void => void reached.add(type)
      const breaker = new CircuitBreaker({ ...config, monotonicNow: () => clock.seconds * 1000, onEvent })
      const model: Model = {
        state: 'closed',
        seconds: 0,
        failuresInARow: 0,
        failedProbes: 0,
        openUntil: 0,
        probesSucceeded: 0,
        probedAt: 0,
        era: 0,
        running: [],
      }
      await asyncModelRun(() => ({ model, real: { breaker, clock, running: [] } }), script)
    }),
    { numRuns: 300 },
  )
  // Scripts that never get there would prove nothing.
  expect(reached).toEqual(new Set(['circuit_opened', 'circuit_half_opened', 'circuit_closed']))
})
