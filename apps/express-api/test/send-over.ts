import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request as sendRequest } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { MutualTlsWorld, Sent } from './mutual-tls-world.ts'

interface SentOver extends Sent {
  readonly version: 'TLSv1.2' | 'TLSv1.3'
  readonly session?: Buffer | undefined
}

/** One request on a connection of its own, with the session of an earlier one where there is one. */
export async function sendOver(world: MutualTlsWorld, { identity, token, version, session }: SentOver) {
  const sent = sendRequest(`${world.url}/orders`, {
    agent: false,
    ca: world.authority.certificate,
    maxVersion: version,
    headers: { authorization: `Bearer ${token}` },
    ...identity,
    ...(session && { session }),
  })
  let opened: Buffer | undefined
  sent.once('socket', (socket) => socket.on('session', (ticket: Buffer) => (opened = ticket)))
  const [response] = (await once(sent.end(), 'response')) as [IncomingMessage]
  const isResumed = (response.socket as TLSSocket).isSessionReused()
  response.resume()
  await once(response, 'end')
  return { status: response.statusCode, isResumed, session: opened }
}
