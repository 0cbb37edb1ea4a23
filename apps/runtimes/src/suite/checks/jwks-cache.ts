import { KeysUnavailableError } from '@auth/core-errors'
import { JWKSCache } from '@auth/jwks'
import { TokenValidator } from '@auth/tokens'
import type { Check } from '../check.ts'
import { Clock } from '../clock.ts'
import { expectEqual, expectRefusal } from '../expect.ts'
import type { World } from '../world.ts'

/** The default `ttlSeconds`, `cooldownSeconds` and `staleIfErrorSeconds`. */
const [ttlSeconds, cooldownSeconds, staleIfErrorSeconds] = [3600, 30, 86_400]

/** A validator on a key cache whose clock the check moves. */
function createSubject({ facts: { issuer, audiences } }: World) {
  const clock = new Clock()
  const jwks = new JWKSCache({ issuer, monotonicNow: clock.now, allowInsecureLoopback: true })
  return { clock, validator: new TokenValidator({ issuer, audience: audiences.ES256, jwks, allowInsecureLoopback: true }) }
}

/** How often the keys were asked for while this ran. */
async function countKeyRequests(world: World, work: () => Promise<unknown>): Promise<number> {
  const before = await world.order('countRequests', { endpoint: 'jwks' })
  await work()
  return (await world.order('countRequests', { endpoint: 'jwks' })) - before
}

/** The token under a kid that nobody publishes. */
function withKid(token: string, kid: string): string {
  const header = btoa(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid })).replaceAll('=', '')
  return token.replace(/^[^.]+/, header)
}

async function expectUnavailable(call: () => unknown, reason: KeysUnavailableError['reason']): Promise<void> {
  const error = await expectRefusal(call, 'SRV_5004')
  expectEqual(error instanceof KeysUnavailableError && error.reason, reason, 'why the keys cannot be had')
}

const flood = Array.from({ length: 50 }, (_, index) => index)

const sharesOneFetch: Check = {
  name: 'jwks: fifty tokens at once, one fetch',
  async run(world) {
    const { validator } = createSubject(world)
    const token = await world.order('token', { algorithm: 'ES256' })
    const count = await countKeyRequests(world, () => Promise.all(flood.map(() => validator.validate(token))))
    expectEqual(count, 1, 'requests for the keys')
  },
}

const findsNewKeys: Check = {
  name: 'jwks: a new kid is found, a flood of unknown ones is not asked for',
  async run(world) {
    const { clock, validator } = createSubject(world)
    const token = await world.order('token', { algorithm: 'ES256' })
    await validator.validate(token)
    await world.order('rotateKeys', { dropOld: false })
    const rotated = await world.order('token', { algorithm: 'ES256' })
    expectEqual(await countKeyRequests(world, () => validator.validate(rotated)), 1, 'requests for a new kid')
    const refuseFlood = () =>
      Promise.all(flood.map((index) => expectRefusal(() => validator.validate(withKid(token, `unknown-${index}`)), 'AUTH_1002')))
    expectEqual(await countKeyRequests(world, refuseFlood), 0, 'requests for unknown kids within the cool-down')
    clock.advance(cooldownSeconds + 1)
    expectEqual(await countKeyRequests(world, refuseFlood), 1, 'requests for unknown kids after it')
    await validator.validate(token)
  },
}

const servesThroughOutages: Check = {
  name: 'jwks: keys serve on through an outage, up to the stale bound',
  async run(world) {
    const { clock, validator } = createSubject(world)
    const token = await world.order('token', { algorithm: 'ES256' })
    await validator.validate(token)
    await world.order('fail', { mode: 'garbage', endpoint: 'jwks' })
    clock.advance(ttlSeconds + 1)
    await validator.validate(token)
    await world.order('fail', { mode: 'down', endpoint: 'all' })
    clock.advance(ttlSeconds)
    await validator.validate(token)
    clock.advance(staleIfErrorSeconds)
    await expectUnavailable(() => validator.validate(token), 'stale')
    await world.order('fail', { mode: 'none', endpoint: 'all' })
    clock.advance(cooldownSeconds + 1)
    await validator.validate(token)
  },
}

const obeysWithdrawal: Check = {
  name: 'jwks: a withdrawn key is refused, a withdrawn set is an outage',
  async run(world) {
    const { clock, validator } = createSubject(world)
    const old = await world.order('token', { algorithm: 'ES256' })
    await validator.validate(old)
    await world.order('rotateKeys', { dropOld: true })
    const token = await world.order('token', { algorithm: 'ES256' })
    await validator.validate(token)
    const refused = await expectRefusal(() => validator.validate(old), 'AUTH_1002')
    expectEqual(refused.details['check'], 'kid', 'the check that refuses a withdrawn key')
    await world.order('fail', { mode: 'withdrawn', endpoint: 'jwks' })
    clock.advance(ttlSeconds + 1)
    await expectUnavailable(() => validator.validate(token), 'withdrawn')
    await world.order('fail', { mode: 'none', endpoint: 'all' })
    clock.advance(cooldownSeconds + 1)
    await validator.validate(token)
  },
}

const startsInOutage: Check = {
  name: 'jwks: without keys and issuer, an outage and no bad token',
  async run(world) {
    const { validator } = createSubject(world)
    const token = await world.order('token', { algorithm: 'ES256' })
    await world.order('fail', { mode: 'down', endpoint: 'all' })
    await expectUnavailable(() => validator.validate(token), 'unreachable')
  },
}

export const jwksChecks: readonly Check[] = [sharesOneFetch, findsNewKeys, servesThroughOutages, obeysWithdrawal, startsInOutage]
