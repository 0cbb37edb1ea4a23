import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { type Issuer, startIssuer } from 'issuer'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type SessionConfig, SessionManager } from '../../src/session/index.ts'
import { RedisSessionStore } from '../../src/session/redis/index.ts'
import { createRedisServer, hasRedisServer, type RedisServer } from '../../../pkce-dpop/test/redis-server.ts'
import type { Order, Report } from './refresh-process.ts'
import { Visitor } from './visitor.ts'

if (!hasRedisServer) console.warn('redis-server is not installed: the tests of two processes that share sessions are SKIPPED')

const rounds = 500
const askers = 2
const ttlSeconds = 3

describe.skipIf(!hasRedisServer)('two processes that share sessions in Redis', () => {
  let issuer: Issuer
  let server: RedisServer
  let redis: Redis
  let manager: SessionManager
  let children: Process[] = []

  beforeAll(async () => {
    issuer = await startIssuer({ accessTokenTtlSeconds: ttlSeconds })
    server = await createRedisServer()
    await server.start()
    redis = new Redis({ host: '127.0.0.1', port: server.port })
    manager = new SessionManager({ ...config(), sessionStore: new RedisSessionStore(redis) })
  })
  afterEach(() => {
    for (const child of children) child.kill()
    children = []
  })
  afterAll(async () => {
    await manager.close()
    redis.disconnect()
    await server.stop()
    await issuer.close()
  })

  function config(): SessionConfig {
    const { clientId, clientSecret } = issuer.clients.web
    return {
      baseUrl: issuer.issuer,
      clientId,
      clientSecret,
      publicUrl: 'http://127.0.0.1:45678',
      secret: 'a secret of at least thirty-two characters',
      audience: issuer.resources[0].audience,
      scopes: ['openid', 'offline_access', 'orders:read'],
      loginParameters: { prompt: 'consent' },
      cache: { tokenBufferSeconds: 0 },
      allowInsecureLoopback: true,
    }
  }

  async function start(leaseSeconds: number): Promise<Process> {
    const child = new Process()
    children.push(child)
    await child.tell({ kind: 'start', port: server.port, config: config(), leaseSeconds })
    return child
  }

  async function signIn(): Promise<string> {
    const visitor = new Visitor(manager)
    await visitor.signIn(issuer.issuer, issuer.users[0])
    return visitor.request('/').headers.get('cookie') ?? ''
  }

  it(`make one call for each of ${rounds} refreshes, whoever asks`, { timeout: 120_000 }, async () => {
    const both = await Promise.all([start(10), start(10)])
    const cookie = await signIn()
    issuer.clearRequests()
    const seen = new Set<string>()
    for (let round = 1; round <= rounds; round++) {
      const reports = await Promise.all(
        both.map((child) => child.tell({ kind: 'ask', cookie, times: askers, moved: round * (ttlSeconds + 1) })),
      )
      const tokens = new Set(reports.flatMap((report) => (report.kind === 'tokens' ? report.tokens : [JSON.stringify(report)])))
      expect(tokens.size, [...tokens].join(' ')).toBe(1)
      for (const token of tokens) seen.add(token)
    }
    expect(seen.size).toBe(rounds)
    expect(issuer.requestCount('token')).toBe(rounds)
  })

  it('go on when the one that holds the lease is killed', { timeout: 60_000 }, async () => {
    const [one, two] = await Promise.all([start(0.5), start(0.5)])
    const cookie = await signIn()
    await one.tell({ kind: 'hang' })
    issuer.clearRequests()
    expect(await one.tell({ kind: 'ask', cookie, times: 1, moved: 10 })).toEqual({ kind: 'hanging' })
    const waiting = two.tell({ kind: 'ask', cookie, times: askers, moved: 10 })
    one.kill()
    expect(await waiting).toEqual({ kind: 'tokens', tokens: [expect.any(String)] })
    expect(issuer.requestCount('token')).toBe(1)
  })
})

class Process {
  readonly #child: ChildProcess = fork(new URL('refresh-process.ts', import.meta.url), {
    execArgv: ['--conditions=@auth/source', '--disable-warning=ExperimentalWarning'],
  })

  /** Tells it something, and waits for its next report. */
  async tell(order: Order): Promise<Report> {
    const reported = once(this.#child, 'message')
    this.#child.send(order)
    const [report] = (await reported) as [Report]
    return report
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}
