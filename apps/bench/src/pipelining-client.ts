import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Comparison } from './comparison.ts'
import type { Effort, Measured } from './measure.ts'
import type { SampleIssuer } from './sample-issuer.ts'

/** How many requests a client writes at once. */
export const requestsPerRun = 32

/** Tokens enough that a client comes back to the first after many runs. */
export async function signTokens({ sign }: SampleIssuer, issuer: string, { shrink }: Effort): Promise<string[]> {
  const count = Math.ceil(4096 / shrink / requestsPerRun) * requestsPerRun
  return Promise.all(Array.from({ length: count }, () => sign(issuer)))
}

/** What a validator may remember so that it has forgotten a token when the client comes back to it; one token it may keep. */
export function forgetBetween(tokens: readonly string[]): { readonly maxEntries: number } | undefined {
  return tokens.length > 1 ? { maxEntries: tokens.length / 2 } : undefined
}

/**
 * Two tables of one run: what the requests took of all processors together, and on the clock. Peers are compared by the
 * first, which is what a server that is busy, or has one core, can serve: one that verifies in the thread pool is on the
 * clock only as slow as an idle core lets it be. What a guard costs is compared with no guard on the clock.
 */
export function toHTTPComparisons(
  { title, baseline, goals }: Pick<Comparison, 'title' | 'baseline' | 'goals'>,
  { byClock, byProcessors }: Measured,
): Comparison[] {
  return [
    {
      title: `${title}: time of all processors`,
      unit: 'µs',
      baseline,
      measurements: byProcessors,
      goals: goals.filter(({ of }) => of !== baseline),
    },
    { title: `${title}: on the clock`, unit: 'µs', baseline, measurements: byClock, goals: goals.filter(({ of }) => of === baseline) },
  ]
}

/** A client that costs little: it writes all requests of a run at once and counts the answers. */
export class PipeliningClient {
  readonly #socket: Socket
  /** One text for each run, used in turns. */
  readonly #batches: readonly string[]
  #next = 0

  private constructor(socket: Socket, batches: readonly string[]) {
    this.#socket = socket
    this.#batches = batches
  }

  /** @param tokens one for each request; their number is a multiple of a run's, or one */
  static async connect(url: string, tokens: readonly string[]): Promise<PipeliningClient> {
    const { hostname, port, host } = new URL(url)
    const socket = connect(Number(port), hostname).setNoDelay(true).setEncoding('latin1')
    await once(socket, 'connect')
    const requests = tokens.map((token) => `GET / HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n\r\n`)
    const batches = Array.from({ length: Math.ceil(tokens.length / requestsPerRun) }, (_, batch) =>
      Array.from({ length: requestsPerRun }, (_, index) => requests[(batch * requestsPerRun + index) % requests.length]).join(''),
    )
    return new PipeliningClient(socket, batches)
  }

  run(): Promise<void> {
    const batch = this.#batches[this.#next++ % this.#batches.length]!
    return new Promise((resolve, reject) => {
      let received = ''
      const onData = (chunk: string): void => {
        received += chunk
        const answers = received.split('"here":true}').length - 1
        if (answers < requestsPerRun && !/HTTP\/1\.1 [345]/.test(received)) return
        this.#socket.off('data', onData)
        if (answers === requestsPerRun) resolve()
        else reject(new Error(`the route answered ${received.slice(0, 300)}`))
      }
      this.#socket.on('data', onData)
      this.#socket.write(batch)
    })
  }

  close(): void {
    this.#socket.destroy()
  }
}
