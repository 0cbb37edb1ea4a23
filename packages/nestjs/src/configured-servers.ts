import type { TokenClaims } from '@auth/tokens'
import { checkObject, checkOption } from '@auth/core-errors/options'
import { ResourceServer } from '@auth/tokens/resource-server'
import type { AuthConfiguration, AuthModuleOptions } from './auth-options.ts'

/** The resource server of each configuration. */
export class ConfiguredServers {
  readonly #default: ResourceServer
  readonly #named: ReadonlyMap<string, ResourceServer>

  /** @throws {InvalidConfigError} VAL_2002, naming the option */
  constructor(options: AuthModuleOptions) {
    const { configurations = {}, startTimer: _, ...main } = checkObject(options, 'options')
    this.#default = createServer(main)
    const named = Object.entries(checkObject(configurations, 'configurations'))
    this.#named = new Map(named.map(([name, each]) => [name, createServer(each)]))
  }

  /**
   * Without a name: the default one.
   * @throws {InvalidConfigError} VAL_2002, when there is none of this name
   */
  get(name: string | undefined): ResourceServer {
    if (name === undefined) return this.#default
    const server = this.#named.get(name)
    const known = [...this.#named.keys()].map((each) => `"${each}"`).join(', ')
    checkOption(server !== undefined, name, 'configuration', `one of the named configurations: ${known || 'there are none'}`)
    return server!
  }
}

function createServer(configuration: AuthConfiguration): ResourceServer {
  return new ResourceServer<TokenClaims, never>(configuration)
}
