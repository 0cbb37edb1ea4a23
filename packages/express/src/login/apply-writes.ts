import type { SessionCookie } from '@auth/client/session'
import type { Response } from 'express'

/** Sets the cookies of a session, each in place of what was to be set before, and keeps the response out of every cache. */
export function applyWrites(response: Response, cookies: readonly SessionCookie[]): void {
  if (response.headersSent) return
  response.set('cache-control', 'private, no-store').vary('Cookie')
  const names = new Set(cookies.map(({ name }) => name))
  const lines = [response.getHeader('set-cookie') ?? []].flat().map(String)
  const kept = lines.filter((line) => !names.has(line.slice(0, Math.max(0, line.indexOf('=')))))
  response.removeHeader('set-cookie')
  for (const line of kept) response.append('set-cookie', line)
  for (const { name, value, attributes } of cookies) {
    response.cookie(name, value, { ...attributes, maxAge: attributes.maxAge * 1000, encode: (text) => text })
  }
}
