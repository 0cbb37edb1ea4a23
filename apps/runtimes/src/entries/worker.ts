/** The suite as a worker: a request whose `origin` parameter names the control server is answered with lines of JSON. */
import { runSuite } from '../suite/run-suite.ts'

const worker = {
  async fetch(request: Request): Promise<Response> {
    const lines: string[] = []
    const origin = new URL(request.url).searchParams.get('origin') ?? ''
    await runSuite(origin, { hasSynchronousSignatures: false }, (line) => lines.push(JSON.stringify(line)))
    return new Response(lines.join('\n'))
  },
}

// oxlint-disable-next-line import/no-default-export -- a worker is the default export of its module
export default worker
