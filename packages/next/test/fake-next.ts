import type { NextAuthConfig } from '../src/next-auth-config.ts'
import type { NextPlatform, RequestCookies } from '../src/next-platform.ts'

/** What ends a render in Next.js. */
class Interrupt extends Error {
  readonly digest: string

  constructor(digest: string) {
    super(digest)
    this.digest = digest
  }
}

/** Where Next.js is: only an action and a route handler can write cookies. */
export type Phase = 'render' | 'action'

/** As much of Next.js as answers one request. */
export class FakeNext implements NextPlatform {
  readonly jar: Map<string, string>
  readonly requestHeaders: Headers
  readonly phase: Phase
  hasInterrupts = true

  constructor(phase: Phase, cookieHeader = '', headers: Record<string, string> = {}) {
    const pairs = cookieHeader === '' ? [] : cookieHeader.split('; ').map((pair) => pair.split(/=(.*)/s) as [string, string])
    this.phase = phase
    this.jar = new Map(pairs)
    this.requestHeaders = new Headers({
      host: 'site.example',
      'user-agent': 'test',
      ...headers,
      ...(cookieHeader !== '' && { cookie: cookieHeader }),
    })
  }

  async cookies(): Promise<RequestCookies> {
    const check = (): void => {
      if (this.phase === 'render') throw new Error('Cookies can only be modified in a Server Action or Route Handler')
    }
    return {
      getAll: () => [...this.jar].map(([name, value]) => ({ name, value })),
      set: (name, value, { maxAge }) => {
        check()
        if (maxAge === 0) this.jar.delete(name)
        else this.jar.set(name, value)
      },
      delete: (name) => {
        check()
        this.jar.delete(name)
      },
    }
  }

  async headers(): Promise<Headers> {
    return this.requestHeaders
  }

  redirect(url: string): never {
    throw new Interrupt(`redirect ${url}`)
  }

  forbidden(): never {
    throw this.hasInterrupts ? new Interrupt('403') : new Error('`forbidden()` is experimental')
  }

  notFound(): never {
    throw new Interrupt('404')
  }
}

/** The digest of what ended it. */
export async function interrupted(ended: Promise<unknown>): Promise<string> {
  const error = await ended.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error instanceof Interrupt) return error.digest
  throw error ?? new Error('it was not ended')
}

/** A configuration whose clock can be moved; what it asks of the provider is answered by `fetch`. */
export function createConfig(more: Partial<NextAuthConfig> = {}): NextAuthConfig & { advance: (seconds: number) => void } {
  let movedMs = 0
  return {
    baseUrl: 'https://as.example',
    clientId: 'site',
    clientSecret: 'a-secret-that-everybody-knows-of-the-site',
    publicUrl: 'https://site.example',
    secret: 'a-secret-of-thirty-two-characters-or-more',
    now: () => Date.now() + movedMs,
    monotonicNow: () => performance.now() + movedMs,
    maxRetries: 0,
    advance: (seconds) => void (movedMs += seconds * 1000),
    ...more,
  }
}
