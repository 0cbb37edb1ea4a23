export { createRouteGuard } from './create-route-guard.ts'
export type { GuardedRouteHandler, RouteGuard, RouteHandler } from './create-route-guard.ts'
