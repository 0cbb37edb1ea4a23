/** A server of its own process: it shares sessions with others through Redis, and does what its parent tells it. */
import { Redis } from 'ioredis'
import { type SessionConfig, SessionManager } from '../../src/session/index.ts'
import { RedisSessionStore } from '../../src/session/redis/index.ts'

/** What the parent says. */
export type Order =
  | { readonly kind: 'start'; readonly port: number; readonly config: SessionConfig; readonly leaseSeconds: number }
  /** Ask for the token so many times at once, so many seconds from now. */
  | { readonly kind: 'ask'; readonly cookie: string; readonly times: number; readonly moved: number }
  /** The next token request is never sent. */
  | { readonly kind: 'hang' }

/** What the process answers. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'tokens'; readonly tokens: readonly string[] }
  | { readonly kind: 'hanging' }
  | { readonly kind: 'failed'; readonly message: string }

let manager: SessionManager | undefined
let moved = 0
let hangs = false

function report(message: Report): void {
  process.send?.(message)
}

const fetchOrHang: typeof fetch = async (input, init) => {
  if (!hangs || init?.method !== 'POST') return fetch(input, init)
  report({ kind: 'hanging' })
  return new Promise(() => {})
}

async function obey(order: Order): Promise<void> {
  if (order.kind === 'hang') {
    hangs = true
    return report({ kind: 'ready' })
  }
  if (order.kind === 'start') {
    const now = (): number => Date.now() + moved * 1000
    const redis = new Redis({ host: '127.0.0.1', port: order.port })
    const sessionStore = new RedisSessionStore(redis, { now, leaseSeconds: order.leaseSeconds, pollSeconds: 0.002 })
    manager = new SessionManager({ ...order.config, sessionStore, now, fetch: fetchOrHang })
    return report({ kind: 'ready' })
  }
  moved = order.moved
  const source = { headers: { cookie: order.cookie } }
  const all = await Promise.all(Array.from({ length: order.times }, () => manager!.getAccessToken(source)))
  report({ kind: 'tokens', tokens: [...new Set(all.map(({ accessToken }) => accessToken))] })
}

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => report({ kind: 'failed', message: String(error) }))
})
