import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { describeMutualTls } from '../../express-api/test/mutual-tls-decisions.ts'
import type { MutualTlsParts, RunningApi } from '../../express-api/test/mutual-tls-world.ts'
import { createApi, type ServerOptions } from '../src/index.ts'

function startWith(toServer: (tls: MutualTlsParts['tls']) => ServerOptions): (parts: MutualTlsParts) => Promise<RunningApi> {
  return async ({ options, getCertificate, tls }) => {
    const app = await createApi({ ...options, getCertificate }, toServer(tls))
    await app.listen(0, '127.0.0.1')
    return { server: app.getHttpServer(), close: () => app.close() }
  }
}

describeMutualTls(
  'Nest on Express',
  startWith((httpsOptions) => ({ adapter: new ExpressAdapter(), httpsOptions })),
)
describeMutualTls(
  'Nest on Fastify',
  startWith((https) => ({ adapter: new FastifyAdapter({ https }) })),
)
describeMutualTls(
  'Nest on Fastify, HTTP/2',
  startWith((https) => ({ adapter: new FastifyAdapter({ http2: true, https: { ...https, allowHTTP1: true } }) })),
  '2.0',
)
