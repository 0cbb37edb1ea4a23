import { describeGuardedApplication } from 'contract/guarded-application'
import { createApp } from '../../../examples/fastify/src/create-app.ts'

describeGuardedApplication('a Fastify application', async (options) => {
  const app = createApp(options)
  return { origin: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() }
})
