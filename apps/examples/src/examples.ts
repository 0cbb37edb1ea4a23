import { checkDevice } from './checks/device.ts'
import { checkDPoPClient } from './checks/dpop-client.ts'
import { checkExpressSignIn } from './checks/express-sign-in.ts'
import { checkGuardedApi } from './checks/guarded-api.ts'
import { checkNextSignIn } from './checks/next-sign-in.ts'
import { checkRedis } from './checks/redis.ts'
import { checkLogging } from './checks/logging.ts'
import { checkServiceToService } from './checks/service-to-service.ts'
import { checkSeveralIssuers } from './checks/several-issuers.ts'
import { checkSinglePageApp } from './checks/single-page-app.ts'
import { checkTestSuite } from './checks/test-suite.ts'
import type { ExampleCheck } from './example-check.ts'

/** What each example must do, by its folder; the one that takes longest begins. */
export const examples: Readonly<Record<string, ExampleCheck>> = {
  'next-sign-in': checkNextSignIn,
  device: checkDevice,
  'dpop-client': checkDPoPClient,
  'express-api': checkGuardedApi,
  'express-sign-in': checkExpressSignIn,
  fastify: checkGuardedApi,
  hono: checkGuardedApi,
  logging: checkLogging,
  'nest-api': checkGuardedApi,
  redis: checkRedis,
  'service-to-service': checkServiceToService,
  'several-issuers': checkSeveralIssuers,
  'single-page-app': checkSinglePageApp,
  'test-suite': checkTestSuite,
}
