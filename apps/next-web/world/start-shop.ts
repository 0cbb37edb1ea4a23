import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type APIOptions, createApi } from 'express-api'

/** The shop's API, running. */
export interface Shop extends AsyncDisposable {
  readonly url: string
}

/** Starts the shop's API on loopback. It takes tokens that are bound to a key only with a proof. */
export async function startShop(
  options: Pick<APIOptions, 'webOrigin'> & { readonly issuer: string; readonly audience: string },
): Promise<Shop> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.on('request', createApi({ ...options, publicUrl, realm: 'shop', dpop: { mode: 'required' }, allowInsecureLoopback: true }))
  return {
    url: publicUrl,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
