import { CircuitOpenError } from '@auth/core-errors'
import { HTTPExecutor, type HTTPExecutorOptions } from '@auth/http-resilience'
import type { Check } from '../check.ts'
import { Clock } from '../clock.ts'
import { expectEqual, expectRefusal } from '../expect.ts'
import type { ScriptedAnswer, World } from '../world.ts'

/** An executor that waits a hundredth of a second at most, and what it is answered with. */
async function createSubject(world: World, answers: readonly ScriptedAnswer[], options: HTTPExecutorOptions = {}) {
  await world.order('script', { answers })
  const retry = { initialDelaySeconds: 0.01, maxDelaySeconds: 0.01 }
  const executor = new HTTPExecutor({ retry, allowInsecureLoopback: true, ...options })
  return {
    send: (method = 'GET') => executor.execute(method, world.scriptedUrl),
    count: () => world.order('countScripted', {}),
  }
}

const repeats: Check = {
  name: 'http: a GET is repeated through failures, a POST is not',
  async run(world) {
    const reader = await createSubject(world, [503, 500, 200])
    expectEqual([(await reader.send()).status, await reader.count()], [200, 3], 'status and attempts of a GET')
    const writer = await createSubject(world, [500, 200])
    await expectRefusal(() => writer.send('POST'), 'SRV_5001')
    expectEqual(await writer.count(), 1, 'attempts of a POST')
  },
}

const breaks: Check = {
  name: 'http: a circuit opens, probes, and closes',
  async run(world) {
    const clock = new Clock()
    const circuitBreaker = { failureThreshold: 3, recoveryTimeoutSeconds: 30 }
    const { send, count } = await createSubject(world, [500, 500, 500, 500], { circuitBreaker, retry: false, monotonicNow: clock.now })
    for (const _ of [1, 2, 3]) await expectRefusal(() => send(), 'SRV_5001')
    const open = await expectRefusal(() => send(), 'NET_3004')
    expectEqual(open instanceof CircuitOpenError && open.retryAfterSeconds, 30, 'seconds until it may be asked again')
    expectEqual(await count(), 3, 'requests that were sent')
    clock.advance(31)
    await expectRefusal(() => send(), 'SRV_5001')
    await expectRefusal(() => send(), 'NET_3004')
    clock.advance(31)
    expectEqual((await send()).status, 200, 'the status of the probe')
    expectEqual((await send()).status, 200, 'the status after it')
  },
}

const isBounded: Check = {
  name: 'http: deadlines, redirects and long bodies end a call',
  async run(world) {
    const redirected = await createSubject(world, [302])
    await expectRefusal(() => redirected.send(), 'SRV_5003')
    expectEqual(await redirected.count(), 1, 'requests, that to where the redirect leads included')
    const flooded = await createSubject(world, ['long'], { maxResponseBytes: 1000 })
    await expectRefusal(() => flooded.send(), 'SRV_5003')
    // Last, for the next script cuts it off, and a browser sends what was cut off once more by itself.
    const hanging = await createSubject(world, ['hang'], { timeoutSeconds: 0.2 })
    await expectRefusal(() => hanging.send(), 'NET_3002')
  },
}

const tellsOutages: Check = {
  name: 'http: a refused connection is a typed outage',
  async run(world) {
    await world.order('fail', { mode: 'down', endpoint: 'all' })
    const executor = new HTTPExecutor({ retry: false, allowInsecureLoopback: true })
    // Browsers do not tell that a connection was refused.
    const error = await expectRefusal(() => executor.execute('GET', world.facts.issuer), 'NET_3003', 'NET_3001')
    expectEqual([error.retryable, error.httpStatus], [true, 503], 'retryable, and the status of an answer')
  },
}

export const httpChecks: readonly Check[] = [repeats, breaks, isBounded, tellsOutages]
