import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { describeGuardedApplication } from 'contract/guarded-application'
import { createApp } from '../../../examples/hono/src/create-app.ts'

describeGuardedApplication('a Hono application', async (options) => {
  const server = createAdaptorServer({ fetch: createApp(options).fetch }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return { origin: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => void server.close(resolve)) }
})
