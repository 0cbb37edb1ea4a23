import { checkDevice } from './checks/device.ts'
import { checkDPoPClient } from './checks/dpop-client.ts'
import { checkGuardedApi } from './checks/guarded-api.ts'
import { checkLogging } from './checks/logging.ts'
import { checkServiceToService } from './checks/service-to-service.ts'
import { checkSeveralIssuers } from './checks/several-issuers.ts'
import { checkSinglePageApp } from './checks/single-page-app.ts'
import { checkTestSuite } from './checks/test-suite.ts'
import type { ExampleCheck } from './example-check.ts'

/** What each example must do, by its folder. */
export const examples: Readonly<Record<string, ExampleCheck>> = {
  device: checkDevice,
  'dpop-client': checkDPoPClient,
  'express-api': checkGuardedApi,
  fastify: checkGuardedApi,
  hono: checkGuardedApi,
  logging: checkLogging,
  'nest-api': checkGuardedApi,
  'service-to-service': checkServiceToService,
  'several-issuers': checkSeveralIssuers,
  'single-page-app': checkSinglePageApp,
  'test-suite': checkTestSuite,
}
