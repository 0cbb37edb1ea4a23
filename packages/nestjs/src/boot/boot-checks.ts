import type { OnApplicationBootstrap } from '@nestjs/common'
import type { ModulesContainer } from '@nestjs/core'
import type { AuthGuard } from '../auth-guard.ts'
import type { AuthRuntime } from '../auth-runtime.ts'
import { isMarked } from '../decorators/route-mark.ts'
import { checkFieldResolvers } from './check-field-resolvers.ts'
import { checkMarks } from './check-marks.ts'
import { guardGateways } from './guard-gateways.ts'
import { listRoutes } from './list-routes.ts'
import { MicroserviceProbe } from './microservice-probe.ts'

/** Lets an application start only when what it says about its routes can be asked for, and a guard reaches them. */
export class BootChecks implements OnApplicationBootstrap {
  readonly #modules: ModulesContainer
  readonly #runtime: AuthRuntime
  readonly #probe: MicroserviceProbe

  /** @throws {InvalidConfigError} VAL_2002, naming what a route asks for that cannot be */
  constructor(modules: ModulesContainer, runtime: AuthRuntime, guard: AuthGuard) {
    this.#modules = modules
    this.#runtime = runtime
    for (const { type, handler } of listRoutes(modules)) {
      if (isMarked(type) || isMarked(handler)) runtime.rules.get(type, handler)
    }
    checkMarks(modules)
    guardGateways(modules, runtime, guard)
    this.#probe = new MicroserviceProbe(modules)
  }

  /** @throws {InvalidConfigError} VAL_2002, saying what to write */
  async onApplicationBootstrap(): Promise<void> {
    this.#runtime.gateways.check()
    checkFieldResolvers(this.#modules)
    await this.#probe.check()
  }
}
