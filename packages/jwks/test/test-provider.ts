import type { JWK, JWKSCacheOptions } from '../src/index.ts'

/** A clock that stands still until it is moved; it serves as wall clock and as monotonic clock. */
export class TestClock {
  #milliseconds = 1_800_000_000_000
  readonly now = (): number => this.#milliseconds

  advance(seconds: number): void {
    this.#milliseconds += seconds * 1000
  }
}

/** A provider that answers from memory and counts what it is asked. What it publishes, and how it answers, may be set at any time. */
export class TestProvider {
  readonly jwksUri = 'https://issuer.example/jwks'
  readonly clock: TestClock = new TestClock()
  readonly requests: Request[] = []
  keys: readonly JWK[]
  headers: Record<string, string> = {}
  answer: (request: Request) => Response | Promise<Response> = () => this.publish()

  constructor(...keys: readonly JWK[]) {
    this.keys = keys
  }

  get hits(): number {
    return this.requests.length
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    this.requests.push(request)
    return this.answer(request)
  }

  /** What it answers while all is well. */
  publish(): Response {
    return Response.json({ keys: this.keys }, { headers: this.headers })
  }

  goDown(status = 500): void {
    this.answer = () => new Response('down', { status })
  }

  comeBack(): void {
    this.answer = () => this.publish()
  }

  /** The options of a cache that asks it and runs on its clock. */
  toOptions(options: JWKSCacheOptions = {}): JWKSCacheOptions {
    const { jwksUri, fetch, clock } = this
    return { jwksUri, fetch, now: clock.now, monotonicNow: clock.now, ...options }
  }
}

/** Lets everything that waits for nothing but promises go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}
