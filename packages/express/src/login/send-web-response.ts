import type { Response } from 'express'

/** Sends a web-standard response as it is: what was said before of the same, such as of caching, does not stand beside it. */
export async function sendWebResponse(from: globalThis.Response, to: Response): Promise<void> {
  to.status(from.status)
  for (const [name, value] of from.headers) {
    if (name === 'set-cookie') to.append(name, value)
    else if (name === 'vary') to.vary(value)
    else to.setHeader(name, value)
  }
  to.end(Buffer.from(await from.arrayBuffer()))
}
