/** What can be written to before it is sent: Express's and Node's response, Fastify's reply. */
export interface HeaderTarget {
  readonly header?: (name: string, value: string) => unknown
  readonly setHeader?: (name: string, value: string) => unknown
}

/** Sets headers, in whatever framework; nothing where there is no response, or where it is on its way already. */
export function setHeaders(response: HeaderTarget | undefined, headers: Readonly<Record<string, string>>): void {
  if (response === undefined || isSent(response)) return
  for (const [name, value] of Object.entries(headers)) {
    if (response.header) response.header(name, value)
    else response.setHeader?.(name, value)
  }
}

function isSent(response: object): boolean {
  return ('headersSent' in response && response.headersSent === true) || ('sent' in response && response.sent === true)
}
