import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

/** A port of loopback that was free a moment ago, for a program whose address must be known before it starts. */
export async function findFreePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => void server.close(resolve))
  return String(port)
}
