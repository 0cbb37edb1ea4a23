/**
 * The suite as a worker: a request whose `origin` parameter names the control server is answered with lines of JSON. Work
 * that is to have a request of its own waits here until the worker has called itself.
 */
import { runSuite } from '../suite/run-suite.ts'

const works = new Map<string, () => Promise<void>>()

async function doInRequest(self: string, work: () => unknown): Promise<void> {
  const id = crypto.randomUUID()
  let outcome: PromiseSettledResult<unknown> | undefined
  works.set(id, async () => {
    ;[outcome] = await Promise.allSettled([(async () => work())()])
  })
  await (await fetch(`${self}/works/${id}`)).text()
  if (outcome?.status !== 'fulfilled') throw outcome?.reason ?? new Error('the work was not done')
}

const worker = {
  async fetch(request: Request): Promise<Response> {
    const { origin: self, pathname, searchParams } = new URL(request.url)
    const work = works.get(pathname.replace('/works/', ''))
    if (work !== undefined) {
      await work()
      return new Response()
    }
    const lines: string[] = []
    const traits = { hasSynchronousSignatures: false, hasCookieHeaders: true, inRequest: (task: () => unknown) => doInRequest(self, task) }
    await runSuite(searchParams.get('origin') ?? '', traits, (line) => lines.push(JSON.stringify(line)))
    return new Response(lines.join('\n'))
  },
}

// oxlint-disable-next-line import/no-default-export -- a worker is the default export of its module
export default worker
