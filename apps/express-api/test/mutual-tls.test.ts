import { once } from 'node:events'
import { createServer } from 'node:https'
import { createApi } from '../src/index.ts'
import { describeMutualTls } from './mutual-tls-decisions.ts'

describeMutualTls('Express', async ({ options, getCertificate, tls }) => {
  const server = createServer(tls, createApi({ ...options, getCertificate }))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { server, close: async () => server.closeAllConnections() }
})
