import type { Response } from 'express'

/** Sends a web-standard response as it is. */
export async function sendWebResponse(from: globalThis.Response, to: Response): Promise<void> {
  to.status(from.status)
  for (const [name, value] of from.headers) to.append(name, value)
  to.end(Buffer.from(await from.arrayBuffer()))
}
