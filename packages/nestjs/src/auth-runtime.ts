import { checkFunction, checkObject } from '@auth/core-errors/options'
import type { AuthModuleOptions } from './auth-options.ts'
import { ConfiguredServers } from './configured-servers.ts'
import { RouteRules } from './route-rules.ts'
import { ConnectionExpiry } from './sockets/connection-expiry.ts'
import { startTimer as startRuntimeTimer } from './sockets/expiry-watch.ts'
import { GatewayCensus } from './sockets/gateway-census.ts'

/** What the guard, the adapters and the checks of one application share. */
export class AuthRuntime {
  readonly servers: ConfiguredServers
  readonly rules: RouteRules
  readonly expiry: ConnectionExpiry
  readonly gateways: GatewayCensus = new GatewayCensus()

  /** @throws {InvalidConfigError} VAL_2002, naming the option */
  constructor(options: AuthModuleOptions, servers: ConfiguredServers = new ConfiguredServers(options)) {
    const { now = Date.now, startTimer = startRuntimeTimer } = checkObject(options, 'options')
    this.servers = servers
    this.rules = new RouteRules(servers)
    this.expiry = new ConnectionExpiry({ now, startTimer: checkFunction(startTimer, 'startTimer') })
  }
}
