import type { Requirements, ResourceServer } from '@auth/tokens/resource-server'
import type { ConfiguredServers } from './configured-servers.ts'
import { combineRequirements } from './combine-requirements.ts'
import { readMark, type RouteMark } from './decorators/route-mark.ts'

/** What holds for one route: class and method taken together. */
export interface RouteRule {
  readonly access: NonNullable<RouteMark['access']> | { readonly kind: 'required' }
  readonly server: ResourceServer
  readonly configuration: string | undefined
  /** Each of them must hold. */
  readonly requirements: readonly [Requirements, ...Requirements[]]
}

type Target = abstract new (...parameters: never[]) => unknown
type Handler = (...parameters: never[]) => unknown

/** Who may come in: what stands nearest to the route decides, and no class opens a method that asks for something. */
function selectAccess(method: RouteMark, type: RouteMark): RouteRule['access'] {
  const ofClass = method.requirements.length > 0 ? undefined : type.access
  return method.access ?? ofClass ?? { kind: 'required' }
}

/** The rule of each route, made once: when the application starts, or when a route that came later is first called. */
export class RouteRules {
  readonly #servers: ConfiguredServers
  readonly #rules = new WeakMap<Handler, WeakMap<Target, RouteRule>>()

  constructor(servers: ConfiguredServers) {
    this.#servers = servers
  }

  /** @throws {InvalidConfigError} VAL_2002, naming what cannot be asked for */
  get(type: Target, handler: Handler): RouteRule {
    const known = this.#rules.get(handler) ?? new WeakMap<Target, RouteRule>()
    this.#rules.set(handler, known)
    const rule = known.get(type) ?? this.#create(readMark(type), readMark(handler))
    known.set(type, rule)
    return rule
  }

  #create(type: RouteMark, method: RouteMark): RouteRule {
    const configuration = method.configuration ?? type.configuration
    const server = this.#servers.get(configuration)
    const combined = combineRequirements([...type.requirements, ...method.requirements])
    const requirements = combined.map((each) => server.declare(each)) as [Requirements, ...Requirements[]]
    return { access: selectAccess(method, type), server, configuration, requirements }
  }
}
