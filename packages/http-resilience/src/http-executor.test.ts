import { inspect } from 'node:util'
import {
  type AuthPlatformError,
  CircuitOpenError,
  ConnectionError,
  InvalidConfigError,
  NetworkError,
  ProtocolError,
  RateLimitError,
  ServerError,
  ServiceUnavailableError,
  TimeoutError,
} from '@auth/core-errors'
import { array, assert, asyncProperty, constantFrom, integer, option, record } from 'fast-check'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { HTTPExecutor } from './http-executor.ts'
import type { HTTPExecutorOptions } from './http-executor-options.ts'
import type { HTTPEvent } from './http-event.ts'

// The first request loads ky, which takes no time of a clock that stands still.
beforeAll(async () => void (await import('ky')))
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const url = 'https://id.example/token?code=secret-in-query'
const refused = Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })
const reset = Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) })

type Step = number | Error | (() => Response | Promise<Response>)

/** An executor whose server does what the steps say, the last one over and over; without jitter unless the test says otherwise. */
function executorWith(
  steps: readonly Step[],
  options: HTTPExecutorOptions = {},
): { executor: HTTPExecutor; requests: { url: string; init: RequestInit; seconds: number }[]; events: HTTPEvent[] } {
  const requests: { url: string; init: RequestInit; seconds: number }[] = []
  const events: HTTPEvent[] = []
  const startedAt = performance.now()
  const fetch = async (input: string, init: RequestInit): Promise<Response> => {
    const step = steps[Math.min(requests.length, steps.length - 1)] ?? 200
    requests.push({ url: input, init, seconds: (performance.now() - startedAt) / 1000 })
    if (step instanceof Error) throw step
    return typeof step === 'number' ? new Response('{}', { status: step }) : step()
  }
  const executor = new HTTPExecutor({
    retry: { jitter: 'none' },
    fetch: fetch as typeof globalThis.fetch,
    onEvent: (event) => void events.push(event),
    ...options,
  })
  return { executor, requests, events }
}

/** How a call ends when time goes on. */
async function end(call: Promise<unknown>, seconds = 120): Promise<unknown> {
  const ended = call.catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(seconds * 1000)
  return ended
}

/** Waits for the signal, as a server that does not answer makes `fetch` do. */
function hang(signal?: AbortSignal | null): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
}

function answer(status: number, retryAfter: string): () => Response {
  return () => new Response('{}', { status, headers: { 'retry-after': retryAfter } })
}

describe('answers', () => {
  it.each([200, 204, 304, 400, 401, 403, 404])('resolves with a %d, which is the caller’s to judge', async (status) => {
    const { executor, requests } = executorWith([() => new Response(null, { status })])
    expect(await end(executor.execute('GET', url))).toMatchObject({ status })
    expect(requests).toHaveLength(1)
  })

  it('throws a ServerError for a 500, with its status', async () => {
    const { executor } = executorWith([500])
    const error = await end(executor.execute('GET', url))
    expect(error).toBeInstanceOf(ServerError)
    expect(error).toMatchObject({ statusCode: 500 })
  })

  it.each([
    [429, RateLimitError],
    [503, ServiceUnavailableError],
  ])('throws the error of a %d, with its Retry-After and what the provider says', async (status, ErrorClass) => {
    const body = JSON.stringify({ error: 'temporarily_unavailable' })
    const { executor } = executorWith([() => new Response(body, { status, headers: { 'retry-after': '60' } })])
    const error = await end(executor.execute('GET', url))
    expect(error).toBeInstanceOf(ErrorClass)
    expect(error).toMatchObject({ statusCode: status, retryAfterSeconds: 60, details: { oauthError: 'temporarily_unavailable' } })
  })

  it('compares a Retry-After date with the clock it was given', async () => {
    const { executor } = executorWith([answer(503, 'Mon, 23 Nov 2026 12:01:00 GMT')], {
      now: () => Date.parse('Mon, 23 Nov 2026 12:00:00 GMT'),
    })
    expect(await end(executor.execute('GET', url))).toMatchObject({ retryAfterSeconds: 60 })
  })

  it('refuses a redirect, once, told apart from a failure of the network', async () => {
    const { executor, requests } = executorWith([() => new Response(null, { status: 302, headers: { location: 'https://evil.example' } })])
    expect(await end(executor.execute('GET', url))).toBeInstanceOf(ProtocolError)
    expect(requests).toHaveLength(1)
  })

  it('refuses a body past maxResponseBytes', async () => {
    const { executor } = executorWith([() => new Response('0123456789')], { maxResponseBytes: 9 })
    expect(await end(executor.execute('GET', url))).toBeInstanceOf(ProtocolError)
  })

  it('gives each of many parallel callers its own answer', async () => {
    const executor = new HTTPExecutor({ fetch: async (_, init) => new Response(new Headers(init?.headers).get('authorization')) })
    const users = Array.from({ length: 200 }, (_, user) => `user ${user % 20} request ${user}`)
    const calls = users.map(async (authorization) => (await executor.execute('GET', url, { headers: { authorization } })).text())
    expect(await end(Promise.all(calls))).toEqual(users)
  })
})

describe('retries', () => {
  it('waits 1, 2 and 4 seconds, then throws', async () => {
    const { executor, requests } = executorWith([503])
    expect(await end(executor.execute('GET', url))).toBeInstanceOf(ServiceUnavailableError)
    expect(requests.map(({ seconds }) => seconds)).toEqual([0, 1, 3, 7])
  })

  it('waits a random share of that by default', async () => {
    const { executor, requests } = executorWith([503], { retry: {}, random: () => 0.5 })
    await end(executor.execute('GET', url))
    expect(requests.map(({ seconds }) => seconds)).toEqual([0, 0.5, 1.5, 3.5])
  })

  it('resolves with the answer of the attempt that succeeds', async () => {
    const { executor, requests } = executorWith([500, reset, refused, 200])
    expect(await end(executor.execute('GET', url))).toMatchObject({ status: 200 })
    expect(requests).toHaveLength(4)
  })

  it('sends a POST once when it may have been carried out', async () => {
    for (const step of [503, 429, 500, reset]) {
      const { executor, requests } = executorWith([step])
      expect(await end(executor.execute('POST', url, { body: 'a=b' }))).toBeInstanceOf(Error)
      expect(requests).toHaveLength(1)
    }
  })

  it('sends a POST again when the call asks for it, the same body each time', async () => {
    const { executor, requests } = executorWith([503, reset, 200])
    const body = new URLSearchParams({ grant_type: 'client_credentials' })
    expect(await end(executor.execute('POST', url, { body, retry: {} }))).toMatchObject({ status: 200 })
    expect(requests.map(({ init }) => init.body)).toEqual([body, body, body])
  })

  it('sends a POST again when it was never sent', async () => {
    const { executor, requests } = executorWith([refused, 200])
    expect(await end(executor.execute('POST', url, { body: 'a=b' }))).toMatchObject({ status: 200 })
    expect(requests).toHaveLength(2)
  })

  it('sends once with retry: false, even what was never sent', async () => {
    for (const [ofCall, byDefault] of [
      [false, undefined],
      [undefined, false],
    ] as const) {
      const { executor, requests } = executorWith([refused], { retry: byDefault })
      expect(await end(executor.execute('GET', url, { retry: ofCall }))).toBeInstanceOf(ConnectionError)
      expect(requests).toHaveLength(1)
    }
  })

  it('sends a stream once, for it cannot be sent again', async () => {
    const { executor, requests } = executorWith([503])
    const body = new ReadableStream({ start: (controller) => controller.close() })
    expect(await end(executor.execute('PUT', url, { body, retry: {} }))).toBeInstanceOf(ServiceUnavailableError)
    expect(requests).toHaveLength(1)
  })

  it('tries a 408 again, and resolves with it when it stays', async () => {
    const { executor, requests } = executorWith([408])
    expect(await end(executor.execute('GET', url))).toMatchObject({ status: 408 })
    expect(requests).toHaveLength(4)
  })

  it('takes a body that breaks off for a reset', async () => {
    const brokenBody = (): ReadableStream => new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) })
    const { executor, requests } = executorWith([() => new Response(brokenBody()), 200])
    expect(await end(executor.execute('GET', url))).toMatchObject({ status: 200 })
    expect(requests).toHaveLength(2)
  })

  it('waits as long as Retry-After asks', async () => {
    const { executor, requests } = executorWith([answer(429, '7'), answer(503, '3'), 200])
    await end(executor.execute('GET', url))
    expect(requests.map(({ seconds }) => seconds)).toEqual([0, 7, 10])
  })

  it.each([
    [429, RateLimitError],
    [503, ServiceUnavailableError],
  ])('fails at once, with the number, when the Retry-After of a %d does not fit before the deadline', async (status, ErrorClass) => {
    const { executor, requests, events } = executorWith([answer(status, '31')])
    const error = await end(executor.execute('GET', url), 0)
    expect(error).toBeInstanceOf(ErrorClass)
    expect(error).toMatchObject({ retryAfterSeconds: 31 })
    expect(requests).toHaveLength(1)
    expect(events.at(-1)).toMatchObject({ type: 'retry_refused', reason: 'deadline' })
  })

  it('retries no more than the budget pays for, over all calls of one kind', async () => {
    const { executor, requests, events } = executorWith([503], {
      circuitBreaker: false,
      retryBudget: { capacity: 4, retriesPerSecond: 0 },
    })
    for (let call = 1; call <= 10; call += 1) await end(executor.execute('GET', url))
    expect(requests).toHaveLength(10 + 4)
    expect(events.at(-1)).toMatchObject({ type: 'retry_refused', reason: 'budget' })
    await end(executor.execute('GET', url, { kind: 'jwks' }))
    expect(requests).toHaveLength(14 + 4)
  })

  it('are not bounded over all calls when the budget is switched off', async () => {
    const { executor, requests } = executorWith([503], { circuitBreaker: false, retryBudget: false })
    await end(Promise.allSettled(Array.from({ length: 100 }, () => executor.execute('GET', url))))
    expect(requests).toHaveLength(400)
  })

  it('earns retries by answers', async () => {
    const { executor, requests } = executorWith([503, 503, 200, 503], {
      circuitBreaker: false,
      retryBudget: { capacity: 2, retriesPerSuccess: 1, retriesPerSecond: 0 },
    })
    await end(executor.execute('GET', url))
    expect(requests).toHaveLength(3)
    await end(executor.execute('GET', url))
    expect(requests).toHaveLength(5)
  })

  it('lets every attempt be prepared anew', async () => {
    const { executor, requests } = executorWith([503, 503, 200])
    let jti = 0
    const prepare = async (attempt: number): Promise<RequestInit> => ({ headers: { dpop: `proof ${attempt}` }, body: `jti=${++jti}` })
    await end(executor.execute('POST', url, { retry: {}, prepare, headers: { accept: 'application/json' } }))
    expect(requests.map(({ init }) => [new Headers(init.headers).get('dpop'), init.body])).toEqual([
      ['proof 1', 'jti=1'],
      ['proof 2', 'jti=2'],
      ['proof 3', 'jti=3'],
    ])
    expect(new Headers(requests[2]?.init.headers).get('accept')).toBe('application/json')
  })

  it('ends with what the preparation throws, without sending, retrying or counting it', async () => {
    const { executor, requests } = executorWith([200], { circuitBreaker: { failureThreshold: 1 } })
    const failure = new TypeError('fetch failed')
    const prepare = (): Promise<never> => Promise.reject(failure)
    expect(await end(executor.execute('GET', url, { prepare }))).toBe(failure)
    expect(requests).toHaveLength(0)
    expect(await end(executor.execute('GET', url))).toMatchObject({ status: 200 })
  })

  it('keeps to its limits whatever the server does', async () => {
    const step = record({
      status: constantFrom(200, 404, 429, 500, 503),
      takesMs: integer({ min: 0, max: 4000 }),
      retryAfter: option(integer({ min: 0, max: 6 })),
    })
    const config = record({ maxRetries: integer({ min: 0, max: 4 }), timeoutSeconds: integer({ min: 1, max: 20 }) })
    await assert(
      asyncProperty(array(step, { minLength: 1, maxLength: 8 }), config, async (script, { maxRetries, timeoutSeconds }) => {
        let earliest = -Infinity
        const startedAt = performance.now()
        const steps = script.map(({ status, takesMs, retryAfter }) => async (): Promise<Response> => {
          expect(performance.now()).toBeGreaterThanOrEqual(earliest)
          await new Promise((resolve) => setTimeout(resolve, takesMs))
          if (retryAfter !== null) earliest = performance.now() + retryAfter * 1000
          return new Response('{}', { status, headers: retryAfter === null ? {} : { 'retry-after': `${retryAfter}` } })
        })
        const { executor, requests } = executorWith(steps, { retry: { maxRetries }, timeoutSeconds, circuitBreaker: false })
        let endedAt = Infinity
        const call = executor.execute('GET', url).finally(() => (endedAt = performance.now()))
        await end(call, 25)
        expect(endedAt - startedAt).toBeLessThanOrEqual(timeoutSeconds * 1000)
        expect(requests.length).toBeLessThanOrEqual(maxRetries + 1)
        for (const { seconds } of requests) expect(seconds).toBeLessThan(timeoutSeconds)
      }),
    )
  })
})

describe('the deadline', () => {
  it('ends a call whose server does not answer, after 30 seconds', async () => {
    const { executor } = executorWith([() => hang()])
    const call = executor.execute('GET', url)
    let isOver = false
    call.catch(() => undefined).finally(() => (isOver = true))
    await vi.advanceTimersByTimeAsync(29_999)
    expect(isOver).toBe(false)
    const error = await end(call, 0.001)
    expect(error).toBeInstanceOf(TimeoutError)
    expect(error).toMatchObject({ timeoutSeconds: 30 })
  })

  it('covers all attempts and the waits between them', async () => {
    const slowOutage = async (): Promise<Response> => {
      await new Promise((resolve) => setTimeout(resolve, 2000))
      return new Response('{}', { status: 503 })
    }
    const { executor, requests } = executorWith([slowOutage], { timeoutSeconds: 6 })
    const call = executor.execute('GET', url).catch((error: unknown) => [error, performance.now()])
    const startedAt = performance.now()
    const [error, endedAt] = (await end(call)) as [unknown, number]
    // 2 s, wait 1 s, 2 s: the next wait of 2 s does not fit before 6 s, and to sit it out would help nobody.
    expect(requests).toHaveLength(2)
    expect(error).toBeInstanceOf(ServiceUnavailableError)
    expect(endedAt - startedAt).toBe(5000)
  })

  it('ends an attempt in the middle', async () => {
    const { executor, requests } = executorWith([503, () => hang()], { timeoutSeconds: 5 })
    expect(await end(executor.execute('GET', url), 5)).toBeInstanceOf(TimeoutError)
    expect(requests).toHaveLength(2)
  })

  it('covers the reading of the body', async () => {
    let cancelled: unknown
    const drip = (): Response => {
      let timer: ReturnType<typeof setInterval>
      const start = (controller: ReadableStreamDefaultController): void => {
        timer = setInterval(() => controller.enqueue(new Uint8Array(1)), 1000)
      }
      const cancel = (reason: unknown): void => {
        clearInterval(timer)
        cancelled = reason
      }
      return new Response(new ReadableStream({ start, cancel }))
    }
    const { executor } = executorWith([drip])
    const error = await end(executor.execute('GET', url), 30)
    expect(error).toBeInstanceOf(TimeoutError)
    expect(cancelled).toBe(error)
  })

  it('can be set for one call', async () => {
    const { executor } = executorWith([() => hang()])
    const error = await end(executor.execute('GET', url, { deadlineSeconds: 0.5 }), 0.5)
    expect(error).toMatchObject({ code: 'NET_3002', timeoutSeconds: 0.5 })
  })

  it('covers the preparation and the wait for a place', async () => {
    const { executor } = executorWith([() => hang()], { maxConcurrent: 1, timeoutSeconds: 1 })
    expect(await end(executor.execute('GET', url, { prepare: () => hang() }), 1)).toBeInstanceOf(TimeoutError)
    const first = executor.execute('GET', url, { deadlineSeconds: 60 })
    expect(await end(executor.execute('GET', url), 1)).toBeInstanceOf(TimeoutError)
    expect(await end(first)).toBeInstanceOf(TimeoutError)
  })

  it('leaves no timer behind, however a call ends', async () => {
    for (const steps of [[200], [503], [refused], [() => hang()]]) {
      const { executor } = executorWith(steps)
      await end(executor.execute('GET', url))
      expect(vi.getTimerCount()).toBe(0)
    }
  })
})

describe('the caller’s signal', () => {
  it('ends the call with its reason while the server does not answer', async () => {
    const { executor, events } = executorWith([() => hang()])
    const controller = new AbortController()
    const call = executor.execute('GET', url, { signal: controller.signal })
    await vi.advanceTimersByTimeAsync(10)
    controller.abort('left')
    expect(await end(call, 0)).toBe('left')
    expect(events).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends the call while it waits for the next attempt', async () => {
    const { executor, requests } = executorWith([answer(503, '20')])
    const controller = new AbortController()
    const call = executor.execute('GET', url, { signal: controller.signal })
    await vi.advanceTimersByTimeAsync(1000)
    const reason = new TypeError('fetch failed')
    controller.abort(reason)
    expect(await end(call, 0)).toBe(reason)
    expect(requests).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends the call while it waits for a place', async () => {
    const { executor, requests } = executorWith([() => hang()], { maxConcurrent: 1 })
    void executor.execute('GET', url).catch(() => undefined)
    const controller = new AbortController()
    const call = executor.execute('GET', url, { signal: controller.signal })
    await vi.advanceTimersByTimeAsync(1000)
    controller.abort('left')
    expect(await end(call, 0)).toBe('left')
    await end(Promise.resolve())
    expect(requests).toHaveLength(1)
  })

  it('sends nothing when it has aborted before', async () => {
    const { executor, requests } = executorWith([200])
    expect(await end(executor.execute('GET', url, { signal: AbortSignal.abort('left') }))).toBe('left')
    expect(requests).toHaveLength(0)
  })

  it('is given back untouched when its reason is an error of this family', async () => {
    const { executor } = executorWith([() => hang()])
    const reason = Object.freeze(new TimeoutError('the caller’s own'))
    const controller = new AbortController()
    const call = executor.execute('GET', url, { signal: controller.signal, correlationId: 'request-7' })
    await vi.advanceTimersByTimeAsync(10)
    controller.abort(reason)
    expect(await end(call)).toBe(reason)
  })

  it('comes before everything else when it has aborted', async () => {
    const { executor } = executorWith([503], { circuitBreaker: { failureThreshold: 1 }, retry: false })
    await end(executor.execute('GET', url), 0)
    const prepare = vi.fn(() => ({}))
    expect(await end(executor.execute('GET', url, { signal: AbortSignal.abort('left'), prepare }), 0)).toBe('left')
    expect(prepare).not.toHaveBeenCalled()
  })

  it('says nothing about the server', async () => {
    const { executor } = executorWith([() => hang(), 200], { circuitBreaker: { failureThreshold: 1 } })
    const controller = new AbortController()
    const call = executor.execute('GET', url, { signal: controller.signal })
    await vi.advanceTimersByTimeAsync(10)
    controller.abort('left')
    await end(call)
    expect(await end(executor.execute('GET', url))).toMatchObject({ status: 200 })
  })
})

describe('the circuit', () => {
  const once = { retry: false } as const

  it('opens after five failed attempts, retries included, and then nothing is sent', async () => {
    const { executor, requests, events } = executorWith([503])
    await end(executor.execute('GET', url))
    expect(requests).toHaveLength(4)
    expect(await end(executor.execute('GET', url), 5)).toBeInstanceOf(ServiceUnavailableError)
    expect(requests).toHaveLength(5)
    expect(events.slice(-3).map(({ type }) => type)).toEqual(['circuit_opened', 'attempt_failed', 'retry_refused'])
    expect(events.at(-1)).toMatchObject({ reason: 'circuit' })
    const error = await end(executor.execute('GET', url), 0)
    expect(error).toBeInstanceOf(CircuitOpenError)
    expect(error).toMatchObject({ retryAfterSeconds: 25 })
    expect(requests).toHaveLength(5)
  })

  it.each<[string, Step]>([
    ['a 500', 500],
    ['a refused connection', refused],
    ['a reset', reset],
    ['a redirect', 302],
    ['a body past the cap', () => new Response('0'.repeat(101))],
    ['the deadline', () => hang()],
  ])('counts %s', async (_, step) => {
    const circuitBreaker = { failureThreshold: 1, recoveryTimeoutSeconds: 300 }
    const { executor } = executorWith([step], { circuitBreaker, maxResponseBytes: 100, ...once })
    await end(executor.execute('GET', url), 30)
    expect(await end(executor.execute('GET', url))).toBeInstanceOf(CircuitOpenError)
  })

  it.each([400, 401, 404, 408, 429])('does not count a %d', async (status) => {
    const { executor, requests } = executorWith([status], { circuitBreaker: { failureThreshold: 1 }, ...once })
    await end(executor.execute('GET', url))
    await end(executor.execute('GET', url))
    expect(requests).toHaveLength(2)
  })

  it('does not count what the caller got wrong', async () => {
    const { executor } = executorWith([200], { circuitBreaker: { failureThreshold: 1 } })
    const wrong = executor.execute('GET', url, { headers: { 'bad name': 'value' } })
    expect(await end(wrong)).toBeInstanceOf(InvalidConfigError)
    expect(await end(executor.execute('GET', url))).toMatchObject({ status: 200 })
  })

  it('does not count the wait for a place', async () => {
    const { executor, requests } = executorWith([() => hang(), 200], { maxConcurrent: 1, circuitBreaker: { failureThreshold: 1 } })
    const controller = new AbortController()
    const first = executor.execute('GET', url, { signal: controller.signal })
    expect(await end(executor.execute('GET', url, { deadlineSeconds: 1 }), 1)).toBeInstanceOf(TimeoutError)
    controller.abort('left')
    await end(first)
    expect(await end(executor.execute('GET', url))).toMatchObject({ status: 200 })
    expect(requests).toHaveLength(2)
  })

  it('is one per origin and kind: a failing JWKS endpoint leaves the token endpoint alone', async () => {
    const fetch = async (input: string): Promise<Response> => new Response('{}', { status: input.endsWith('/jwks') ? 503 : 200 })
    const { executor } = executorWith([], { fetch: fetch as typeof globalThis.fetch, circuitBreaker: { failureThreshold: 1 }, ...once })
    await end(executor.execute('GET', 'https://id.example/jwks', { kind: 'jwks' }), 1)
    // No time may pass, or the circuit would let a probe through.
    expect(await end(executor.execute('GET', 'https://id.example/jwks', { kind: 'jwks' }), 0)).toBeInstanceOf(CircuitOpenError)
    expect(await end(executor.execute('POST', 'https://id.example/token', { kind: 'token' }), 0)).toMatchObject({ status: 200 })
    expect(await end(executor.execute('GET', 'https://id.example/jwks', { kind: 'jwks' }), 0)).toBeInstanceOf(CircuitOpenError)
    expect(await end(executor.execute('GET', 'https://other.example/jwks', { kind: 'jwks' }))).toBeInstanceOf(ServiceUnavailableError)
  })

  it('lets one probe through after its time, and closes when that succeeds', async () => {
    const { executor, requests, events } = executorWith([503, () => hang()], { circuitBreaker: { failureThreshold: 1 }, ...once })
    await end(executor.execute('GET', url), 30)
    const probe = executor.execute('GET', url)
    expect(await end(executor.execute('GET', url), 0)).toMatchObject({ code: 'NET_3004', retryAfterSeconds: 1 })
    expect(requests).toHaveLength(2)
    await end(probe)
    const circuit = events.filter(({ type }) => type.startsWith('circuit'))
    expect(circuit.map(({ type }) => type)).toEqual(['circuit_opened', 'circuit_half_opened', 'circuit_opened'])
    expect(circuit[0]).toEqual({ type: 'circuit_opened', openSeconds: 30, origin: 'https://id.example', kind: 'default' })
  })

  it('refuses before anything is prepared', async () => {
    const { executor } = executorWith([503], { circuitBreaker: { failureThreshold: 1 }, ...once })
    await end(executor.execute('GET', url), 0)
    const prepare = vi.fn(() => ({}))
    expect(await end(executor.execute('GET', url, { prepare }), 0)).toBeInstanceOf(CircuitOpenError)
    expect(prepare).not.toHaveBeenCalled()
  })

  it('can be switched off', async () => {
    const { executor, requests } = executorWith([503], { circuitBreaker: false, ...once })
    for (let call = 1; call <= 20; call += 1) await end(executor.execute('GET', url))
    expect(requests).toHaveLength(20)
  })

  it('is remembered for 256 origins and kinds, and no more', async () => {
    const { executor, requests } = executorWith([503], { circuitBreaker: { failureThreshold: 1 }, ...once })
    const call = (kind: number): Promise<unknown> => end(executor.execute('GET', url, { kind: `${kind}` }), 0)
    for (let kind = 0; kind < 256; kind += 1) await call(kind)
    expect(await call(0)).toBeInstanceOf(CircuitOpenError)
    await call(256)
    expect(await call(0)).toBeInstanceOf(CircuitOpenError)
    expect(await call(1)).toBeInstanceOf(ServiceUnavailableError)
    expect(requests).toHaveLength(258)
  })
})

describe('the concurrency limit', () => {
  it('holds back what is too much at a time, per kind', async () => {
    let running = 0
    let most = 0
    const slow = async (): Promise<Response> => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 100))
      running -= 1
      return new Response('{}')
    }
    const { executor, requests } = executorWith([slow], { maxConcurrent: 3 })
    await end(Promise.all(Array.from({ length: 20 }, () => executor.execute('GET', url))))
    expect([requests.length, most]).toEqual([20, 3])
    await end(Promise.all(Array.from({ length: 20 }, (_, index) => executor.execute('GET', url, { kind: `kind ${index % 2}` }))))
    expect(most).toBe(6)
  })

  it('gives the place back while a call waits to try again', async () => {
    const { executor, requests } = executorWith([answer(503, '5'), 200], { maxConcurrent: 1 })
    const first = executor.execute('GET', url)
    await end(executor.execute('GET', url), 1)
    expect(requests).toHaveLength(2)
    expect(await end(first)).toMatchObject({ status: 200 })
  })
})

describe('bodies', () => {
  it('leaves none open: every one is read to its end or cancelled', async () => {
    const bodies = { opened: 0, ended: 0 }
    const observed = (length: number): ReadableStream => {
      bodies.opened += 1
      let left = length
      const pull = (controller: ReadableStreamDefaultController): void => {
        if (left-- > 0) return controller.enqueue(new Uint8Array(10_000))
        controller.close()
        bodies.ended += 1
      }
      return new ReadableStream({ pull, cancel: () => void (bodies.ended += 1) })
    }
    const lengths = [0, 1, 5, 20]
    const statuses = [200, 302, 400, 404, 408, 429, 500, 503]
    const steps = statuses.flatMap((status) => lengths.map((length) => () => new Response(observed(length), { status })))
    const { executor, requests } = executorWith(steps, { circuitBreaker: false, retry: false, maxResponseBytes: 100_000 })
    for (let call = 0; call < 1000; call += 1) {
      requests.length = call % steps.length
      await executor.execute('GET', url).catch(() => undefined)
    }
    await vi.advanceTimersByTimeAsync(0)
    expect(bodies).toEqual({ opened: 1000, ended: 1000 })
  })
})

describe('what it tells', () => {
  const secrets = ['secret-in-header', 'secret-in-body', 'secret-in-query', 'secret-in-answer']
  const init = { headers: { authorization: 'Basic secret-in-header' }, body: 'client_secret=secret-in-body', retry: {} }

  it('puts no secret into an event or an error, its causes included', async () => {
    const body = (): Response => new Response('secret-in-answer', { status: 503, headers: { 'x-token': 'secret-in-answer' } })
    const stepsOfCalls: Step[][] = [[200], [400], [body], [429], [302], [refused], [reset], [() => hang()], [new Error('odd')]]
    for (const steps of stepsOfCalls) {
      const { executor, events } = executorWith(steps, { maxResponseBytes: 10 })
      const ended = [await end(executor.execute('POST', url, init)), await end(executor.execute('POST', url, init))]
      const errors = ended.filter((outcome) => outcome instanceof Error)
      const told = inspect([events, errors, errors.map((error) => (error as AuthPlatformError).toJSON())], { depth: 20, showHidden: true })
      for (const secret of secrets) expect(told).not.toContain(secret)
      expect(events.length).toBeGreaterThan(0)
    }
  })

  it('never has one of ky’s errors for a cause, for those carry the request', async () => {
    for (const step of [refused, reset, () => hang(), 503, 302]) {
      const { executor } = executorWith([step])
      for (let error = await end(executor.execute('GET', url)); error instanceof Error; error = error.cause) {
        expect(error).not.toHaveProperty('request')
        expect(error.name).not.toMatch(/HTTPError|KyError/)
      }
    }
  })

  it('tells every attempt and every wait', async () => {
    const { executor, events } = executorWith([503, refused, 200])
    await end(executor.execute('GET', url, { kind: 'jwks' }))
    const reference = { method: 'GET', url: 'https://id.example/token', origin: 'https://id.example', kind: 'jwks' }
    expect(events).toEqual([
      { type: 'attempt_failed', ...reference, attempt: 1, statusCode: 503, code: undefined, durationSeconds: 0 },
      { type: 'retry_scheduled', ...reference, attempt: 1, delaySeconds: 1 },
      { type: 'attempt_failed', ...reference, attempt: 2, statusCode: undefined, code: 'NET_3003', durationSeconds: 0 },
      { type: 'retry_scheduled', ...reference, attempt: 2, delaySeconds: 2 },
      { type: 'attempt_answered', ...reference, attempt: 3, statusCode: 200, durationSeconds: 0 },
    ])
  })

  it('tells nothing of retries where there are none', async () => {
    for (const [step, method] of [
      [503, 'POST'],
      [() => hang(), 'GET'],
    ] as const) {
      const { executor, events } = executorWith([step])
      await end(executor.execute(method, url))
      expect(events.map(({ type }) => type)).toEqual(['attempt_failed'])
    }
  })

  it('tells how long an attempt took, in seconds', async () => {
    const slow = async (): Promise<Response> => {
      await new Promise((resolve) => setTimeout(resolve, 1500))
      return new Response('{}')
    }
    const { executor, events } = executorWith([slow])
    await end(executor.execute('GET', url))
    expect(events).toEqual([expect.objectContaining({ type: 'attempt_answered', durationSeconds: 1.5 })])
  })

  it('works on when its observer throws', async () => {
    const onEvent = (): never => {
      throw new Error('observer')
    }
    const { executor } = executorWith([503, 200], { onEvent })
    expect(await end(executor.execute('GET', url))).toMatchObject({ status: 200 })
  })

  it('puts the correlation id into every error', async () => {
    for (const step of [503, 429, 302, refused, reset, () => hang()]) {
      const { executor } = executorWith([step], { circuitBreaker: { failureThreshold: 1 } })
      const call = (): Promise<unknown> => end(executor.execute('GET', url, { correlationId: 'request-7' }))
      expect([await call(), await call()]).toEqual([
        expect.objectContaining({ correlationId: 'request-7' }),
        expect.objectContaining({ correlationId: 'request-7' }),
      ])
    }
  })

  it('keeps a correlation id that an error already has', async () => {
    const { executor } = executorWith([new NetworkError('proxy', { correlationId: 'earlier' })])
    expect(await end(executor.execute('GET', url, { correlationId: 'later' }))).toMatchObject({ correlationId: 'earlier' })
  })
})

describe('arguments', () => {
  it.each([
    ['method', [7, url]],
    ['url', ['GET', 'http://id.example']],
    ['init', ['GET', url, 'init']],
  ])('refuses a wrong %s, and sends nothing', async (option, args) => {
    const { executor, requests } = executorWith([200])
    const [method, target, init] = args as [string, string, undefined]
    const call = executor.execute(method, target, init)
    expect(await end(call)).toMatchObject({ code: 'VAL_2002', details: { option } })
    expect(requests).toHaveLength(0)
  })

  it('refuses wrong options when it is made', () => {
    expect(() => new HTTPExecutor({ timeoutSeconds: -1 })).toThrow(InvalidConfigError)
  })
})
