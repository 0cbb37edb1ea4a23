import { AuthPlatformClient } from '@auth/client'
import { HTTPExecutor } from '@auth/http-resilience'
import { JWKSCache } from '@auth/jwks'
import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { TokenValidator } from '@auth/tokens'
import { createTestIssuer } from '@auth/tokens/testing'
import type { Check } from '../check.ts'
import { Clock } from '../clock.ts'
import { expectEqual, expectRefusal } from '../expect.ts'
import { atLoad, transport } from '../module-scope.ts'
import type { World } from '../world.ts'

const [ttlSeconds, refreshAheadSeconds] = [3600, 300]
const allowInsecureLoopback = true

/** Begins it and lets it be. */
function leave(work: () => Promise<unknown>): void {
  work().catch(() => undefined)
}

/** Does the work in one request after another until it succeeds: where a fetch was cut off, the first ones learn of that. */
async function succeedSoon({ traits }: World, work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await traits.inRequest(work)
    } catch (error) {
      if (attempt === 5) throw error
    }
  }
}

const keepsKeys: Check = {
  name: 'requests: a validator serves many, whatever becomes of the one that fetches',
  async run(world) {
    const { issuer, audiences } = world.facts
    const { inRequest } = world.traits
    const clock = new Clock()
    const jwks = new JWKSCache({ issuer, monotonicNow: clock.now, allowInsecureLoopback })
    const validator = new TokenValidator({ issuer, audience: audiences.ES256, jwks, allowInsecureLoopback })
    const rotate = async (): Promise<string> => {
      await world.order('rotateKeys', { dropOld: false })
      return world.order('token', { algorithm: 'ES256' })
    }
    const [first, second] = [await world.order('token', { algorithm: 'ES256' }), await rotate()]
    await inRequest(() => validator.validate(first))
    await inRequest(() => validator.validate(second))
    const before = await world.order('countRequests', { endpoint: 'jwks' })
    clock.advance(ttlSeconds - refreshAheadSeconds + 1)
    await inRequest(() => validator.validate(second))
    clock.advance(refreshAheadSeconds)
    await inRequest(() => validator.validate(second))
    // In the background of the first, or, where that would end with it, by the second.
    expectEqual((await world.order('countRequests', { endpoint: 'jwks' })) - before, 1, 'requests for keys that grow old')
    const third = await rotate()
    await world.order('fail', { mode: 'hang', endpoint: 'jwks' })
    clock.advance(ttlSeconds)
    await inRequest(() => leave(() => validator.validate(third)))
    await world.order('fail', { mode: 'none', endpoint: 'all' })
    await succeedSoon(world, () => {
      clock.advance(60)
      return validator.validate(third)
    })
    await inRequest(() => jwks.invalidate())
    await inRequest(() => validator.validate(third))
  },
}

const keepsAsking: Check = {
  name: 'requests: a client serves many, whatever becomes of the one that fetches',
  async run(world) {
    const { issuer: baseUrl, clientId, clientSecret, audiences } = world.facts
    const { inRequest } = world.traits
    const config = { baseUrl, clientId, clientSecret, audience: audiences.ES256, scopes: ['orders:read'], allowInsecureLoopback }
    const client = new AuthPlatformClient({ ...config, timeoutSeconds: 1, dpop: { enabled: true } })
    await inRequest(() => client.clientCredentials())
    await inRequest(() => client.clientCredentials())
    await world.order('fail', { mode: 'hang', endpoint: 'token' })
    await inRequest(() => leave(() => client.getAccessToken()))
    await world.order('fail', { mode: 'none', endpoint: 'all' })
    await succeedSoon(world, () => client.getAccessToken())
    await inRequest(() => client.close())
  },
}

const keepsProbing: Check = {
  name: 'requests: a circuit serves many, whatever becomes of the one that probes',
  async run(world) {
    const { inRequest } = world.traits
    const clock = new Clock()
    const circuitBreaker = { failureThreshold: 1, recoveryTimeoutSeconds: 30 }
    const executor = new HTTPExecutor({ circuitBreaker, retry: false, monotonicNow: clock.now, allowInsecureLoopback })
    const send = (): Promise<unknown> => executor.execute('GET', world.scriptedUrl)
    await world.order('script', { answers: [500, 'hang'] })
    await inRequest(() => expectRefusal(send, 'SRV_5001'))
    clock.advance(31)
    await inRequest(() => leave(send))
    await inRequest(() => expectRefusal(send, 'NET_3004'))
    await world.order('script', { answers: [] })
    await succeedSoon(world, () => {
      clock.advance(31)
      return send()
    })
    await inRequest(send)
  },
}

const startsEarly: Check = {
  name: 'requests: what is made while the program loads serves them',
  async run({ traits: { inRequest } }) {
    if (!atLoad.instances) throw atLoad.error
    const { executor, validator, verifier, server, client } = atLoad.instances
    const issuer = await createTestIssuer()
    transport.fetch = issuer.fetch
    const token = await issuer.sign()
    for (const _ of [1, 2]) {
      await inRequest(() => validator.validate(token))
      await inRequest(() => client.validateToken(token))
      await inRequest(() => executor.execute('GET', `${issuer.issuer}/jwks`))
      await inRequest(() => server.authenticate(new Request('https://api.example/', { headers: { authorization: `Bearer ${token}` } })))
      await inRequest(async () => {
        const proof = await (await DPoPKeyPair.generate()).createProof({ method: 'GET', url: 'https://api.example/' })
        await expectRefusal(() => verifier.verify({ proof, method: 'GET', url: 'https://api.example/' }), 'DPOP_6003')
      })
    }
  },
}

export const requestChecks: readonly Check[] = [keepsKeys, keepsAsking, keepsProbing, startsEarly]
