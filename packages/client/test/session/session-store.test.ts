import { ServiceUnavailableError } from '@auth/core-errors'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StoredTokens } from '../../src/index.ts'
import { MemorySessionStore, type NewSession, type SessionStore } from '../../src/session/index.ts'
import { RedisSessionLock, RedisSessionStore } from '../../src/session/redis/index.ts'
import { createRedisServer, hasRedisServer, type RedisServer } from '../../../pkce-dpop/test/redis-server.ts'
import { redisClients } from './redis-clients.ts'

if (!hasRedisServer) console.warn('redis-server is not installed: the tests of RedisSessionStore against a real one are SKIPPED')

const issuer = 'https://as.example'
let servers: RedisServer | undefined
let prefix = 0
let moved = 0
const now = (): number => Date.now() + moved * 1000
const closers: (() => void)[] = []

const stores: Readonly<Record<string, () => Promise<SessionStore>>> = {
  memory: async () => new MemorySessionStore({ now }),
  ...Object.fromEntries(
    Object.entries(redisClients).map(([name, connect]) => [
      name,
      async () => {
        const { client, close } = await connect(servers!.port)
        closers.push(close)
        return new RedisSessionStore(client, { prefix: `t${++prefix}:`, now })
      },
    ]),
  ),
}

beforeAll(async () => {
  if (!hasRedisServer) return
  servers = await createRedisServer()
  await servers.start()
})
afterAll(async () => {
  for (const close of closers) close()
  await servers?.stop()
})

function tokens(accessToken: string): StoredTokens {
  return { issuer, clientId: 'web', accessToken, tokenType: 'Bearer', scopes: ['openid'], expiresAt: 1 }
}

function session(accessToken: string, owner: Partial<NewSession['owner']> = {}): NewSession {
  const seconds = now() / 1000
  return {
    tokens: tokens(accessToken),
    owner: { issuer, subject: 'ada', sid: 'sid-1', ...owner },
    expiresAt: seconds + 100,
    endsAt: seconds + 1000,
  }
}

describe.each(Object.keys(stores))('a session store: %s', (name) => {
  const isSkipped = name !== 'memory' && !hasRedisServer
  let store: SessionStore

  beforeEach(async (context) => {
    context.skip(isSkipped)
    moved = 0
    store = await stores[name]!()
  })

  it('gives what was created, with a version', async () => {
    expect(await store.get('a')).toBeUndefined()
    await store.create('a', session('one'))
    expect(await store.get('a')).toEqual({ tokens: tokens('one'), version: expect.any(String) })
  })

  it('writes over the version that was seen, and over no other one', async () => {
    await store.create('a', session('one'))
    const { version } = (await store.get('a'))!
    expect(await store.set('a', tokens('two'), version)).toBe(true)
    expect(await store.set('a', tokens('late'), version)).toBe(false)
    expect((await store.get('a'))?.tokens.accessToken).toBe('two')
    expect((await store.get('a'))?.version).not.toBe(version)
  })

  it('a late write never revives a session, and `set` never makes one', async () => {
    await store.create('a', session('one'))
    const { version } = (await store.get('a'))!
    expect(await store.delete('a', null)).toBe(true)
    expect(await store.set('a', tokens('late'), version)).toBe(false)
    expect(await store.set('a', tokens('late'), undefined)).toBe(false)
    expect(await store.touch('a', now() / 1000 + 100)).toBe(false)
    expect(await store.get('a')).toBeUndefined()
    await store.create('a', session('new'))
    expect(await store.set('a', tokens('late'), version)).toBe(false)
  })

  it('deletes the version that was seen only', async () => {
    await store.create('a', session('one'))
    const { version } = (await store.get('a'))!
    await store.set('a', tokens('two'), version)
    expect(await store.delete('a', version)).toBe(false)
    expect(await store.delete('a', (await store.get('a'))!.version)).toBe(true)
    expect(await store.delete('a', null)).toBe(false)
  })

  it('of a hundred writers who saw the same version, one writes', async () => {
    await store.create('a', session('one'))
    const { version } = (await store.get('a'))!
    const all = await Promise.all(Array.from({ length: 100 }, async (_, index) => store.set('a', tokens(`t${index}`), version)))
    expect(all.filter(Boolean)).toHaveLength(1)
  })

  it('forgets a session at its end, which `touch` moves and `set` does not', async () => {
    const seconds = now() / 1000
    await store.create('a', { ...session('one'), expiresAt: seconds - 1 })
    if (name !== 'memory') await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await store.get('a')).toBeUndefined()
    await store.create('b', session('one'))
    await store.set('b', tokens('two'), (await store.get('b'))!.version)
    expect(await store.touch('b', seconds - 1)).toBe(true)
    if (name !== 'memory') await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await store.get('b')).toBeUndefined()
  })

  it('ends the sessions of a person, or of the provider’s session, and no others', async () => {
    const owners = {
      a: {},
      b: { sid: 'sid-2' },
      c: { subject: 'linus', sid: 'sid-3' },
      d: { issuer: 'https://other.example' },
      e: { sid: undefined },
    }
    for (const [id, owner] of Object.entries(owners)) await store.create(id, session(id, owner))
    const alive = async (): Promise<string> =>
      (await Promise.all(Object.keys(owners).map(async (id) => ((await store.get(id)) ? id : '')))).join('')
    expect(await store.deleteMatching({ issuer, sid: 'sid-1', subject: 'linus' })).toBe(0)
    expect(await alive()).toBe('abcde')
    expect(await store.deleteMatching({ issuer, sid: 'sid-1' })).toBe(1)
    expect(await alive()).toBe('bcde')
    expect(await store.deleteMatching({ issuer, sid: 'sid-2', subject: 'ada' })).toBe(1)
    expect(await alive()).toBe('cde')
    await store.create('f', session('f'))
    expect(await store.deleteMatching({ issuer, subject: 'ada' })).toBe(2)
    expect(await alive()).toBe('cd')
    expect(await store.deleteMatching({ issuer })).toBe(0)
  })

  it('lets a claim through once', async () => {
    const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim('jti', 10)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await store.claim('another', 10)).toBe(true)
  })

  it('its lock, where it has one, lets one at a time work, and goes on after one that failed', async () => {
    const { lock } = store
    expect(lock === undefined).toBe(name === 'memory')
    if (!lock) return
    let working = 0
    let most = 0
    const { signal } = new AbortController()
    const work = async (): Promise<void> => {
      most = Math.max(most, ++working)
      await new Promise(setImmediate)
      working--
    }
    await Promise.all(Array.from({ length: 10 }, () => lock.run('key', work, { signal })))
    expect(most).toBe(1)
    await expect(lock.run('key', () => Promise.reject(new Error('failed')), { signal })).rejects.toThrow('failed')
    expect(await lock.run('key', async () => 'next', { signal })).toBe('next')
  })
})

describe.skipIf(!hasRedisServer)('RedisSessionLock', () => {
  it('is waited for no longer than the signal says', async () => {
    const { client, close } = await redisClients['ioredis']!(servers!.port)
    const lock = new RedisSessionLock(client, { prefix: 'w:' })
    const held = Promise.withResolvers<void>()
    const holder = lock.run('key', () => held.promise, { signal: new AbortController().signal })
    const controller = new AbortController()
    const waiter = lock.run('key', async () => 'never', { signal: controller.signal })
    controller.abort(new Error('gone'))
    await expect(waiter).rejects.toThrow('gone')
    held.resolve()
    await holder
    close()
  })

  it('is lost by a holder who died', async () => {
    const { client, close } = await redisClients['ioredis']!(servers!.port)
    const { signal } = new AbortController()
    // One that does not renew is as good as dead.
    const dead = new RedisSessionLock(client, { prefix: 'k:', leaseSeconds: 0.03, wait: () => Promise.reject(new Error('dead')) })
    const corpse = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const work = (): Promise<void> => {
      held.resolve()
      return corpse.promise
    }
    const dying = dead.run('key', work, { signal })
    await held.promise
    const patient = new RedisSessionLock(client, { prefix: 'k:', pollSeconds: 0.005 })
    const taken = Promise.withResolvers<void>()
    const isOver = Promise.withResolvers<string>()
    const heir = patient.run('key', () => (taken.resolve(), isOver.promise), { signal })
    await taken.promise
    // The one who was thought dead comes to its end, and frees no lock that is another one's by now.
    corpse.resolve()
    await dying
    const impatient = new RedisSessionLock(client, { prefix: 'k:', wait: () => Promise.reject(new Error('held')) })
    await expect(impatient.run('key', async () => 'never', { signal })).rejects.toThrow('held')
    isOver.resolve('taken over')
    expect(await heir).toBe('taken over')
    close()
  })
})

describe('the lease of a RedisSessionLock', () => {
  it('is renewed while its holder works, every third of it, and freed afterwards', async () => {
    const sent: string[] = []
    const client = {
      call: async (_command: string, ...[script]: (string | number)[]) => {
        sent.push(/'(SET|PEXPIRE|DEL)'/.exec(String(script))?.[1] ?? 'other')
        return 1
      },
    }
    const waits: number[] = []
    const work = Promise.withResolvers<string>()
    const wait = async (seconds: number, signal: AbortSignal): Promise<void> => {
      waits.push(seconds)
      if (waits.length === 4) work.resolve('done')
      await new Promise(setImmediate)
      signal.throwIfAborted()
    }
    const lock = new RedisSessionLock(client, { leaseSeconds: 30, wait })
    expect(await lock.run('key', () => work.promise, { signal: new AbortController().signal })).toBe('done')
    expect(waits).toEqual([10, 10, 10, 10])
    expect(sent).toEqual(['SET', 'PEXPIRE', 'PEXPIRE', 'PEXPIRE', 'DEL'])
  })

  it('that cannot be renewed or freed costs nobody what the work brought', async () => {
    let calls = 0
    const client = {
      call: async () => {
        if (++calls > 1) throw new Error('redis down')
        return 1
      },
    }
    const lock = new RedisSessionLock(client, { wait: async (_seconds, signal) => signal.throwIfAborted() })
    expect(await lock.run('key', async () => 'kept', { signal: new AbortController().signal })).toBe('kept')
  })
})

describe.skipIf(!hasRedisServer)('a Redis that is down', () => {
  it.each(['redis', 'ioredis'])('is an outage within the time-out, with %s', async (name) => {
    const server = await createRedisServer()
    await server.start()
    const { client, close } = await redisClients[name]!(server.port)
    const store = new RedisSessionStore(client, { timeoutSeconds: 0.05 })
    await server.stop()
    await expect(store.get('a')).rejects.toThrow()
    await expect(store.create('a', session('one'))).rejects.toThrow()
    close()
  })

  it('that answers nothing is told as one', async () => {
    const store = new RedisSessionStore({ call: () => new Promise(() => {}) }, { timeoutSeconds: 0.01 })
    await expect(store.get('a')).rejects.toThrow(ServiceUnavailableError)
  })
})

describe('RedisSessionStore', () => {
  it.each([
    ['client', {}, {}],
    ['prefix', { call: async () => null }, { prefix: 1 }],
    ['leaseSeconds', { call: async () => null }, { leaseSeconds: 0 }],
    ['timeoutSeconds', { call: async () => null }, { timeoutSeconds: -1 }],
    ['now', { call: async () => null }, { now: 1 }],
  ])('refuses a bad %s', (option, client, options) => {
    expect(() => new RedisSessionStore(client as never, options as never)).toThrow(expect.objectContaining({ details: { option } }))
  })
})
