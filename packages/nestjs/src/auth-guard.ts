import { UnauthorizedError } from '@auth/core-errors'
import type { AuthResult, ResourceServer } from '@auth/tokens/resource-server'
import { type CanActivate, type ExecutionContext, Inject } from '@nestjs/common'
import { AuthException } from './auth-exception.ts'
import { AuthRuntime } from './auth-runtime.ts'
import { noteProbe } from './boot/microservice-probe.ts'
import type { RouteRule } from './route-rules.ts'
import { markAccepted } from './transports/accepted-contexts.ts'
import type { Exchange } from './transports/transport.ts'
import { transports } from './transports/transports.ts'

/**
 * Lets a call through when it has a good token and satisfies what class and method ask for; what is `@Public` passes
 * without. The module makes it global: it is named only where one application guards in another order.
 */
export class AuthGuard implements CanActivate {
  readonly #runtime: AuthRuntime
  /** The judgement that calls of one request wait for together. */
  readonly #pending = new WeakMap<ResourceServer, WeakMap<object, Promise<AuthResult>>>()

  constructor(runtime: AuthRuntime) {
    this.#runtime = runtime
  }

  /** @throws {AuthException} with the status and body of the challenge, whose headers are on the response by then */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.#runtime.rules.get(context.getClass(), context.getHandler() as (...parameters: never[]) => unknown)
    if (rule.access.kind === 'public') return true
    if (rule.access.kind === 'nobody') {
      noteProbe(context)
      return false
    }
    const exchange = transports.get(context.getType())?.open(context, rule.server)
    if (exchange === undefined || (exchange.server ?? rule.server) !== rule.server) return false
    try {
      const result = await this.#authenticate(exchange, rule)
      markAccepted(result.auth)
      const { connection } = exchange
      if (connection) this.#runtime.expiry.set({ ...connection, key: result.auth }, rule.server.expiresAt(result.auth))
      return true
    } catch (error) {
      const challenge = rule.server.challenge(error)
      if (mayPass(rule, error, challenge.status) && exchange.forget()) return true
      exchange.refuse(challenge)
      throw new AuthException(challenge, error)
    }
  }

  async #authenticate(exchange: Exchange, { server, requirements: [first, ...others] }: RouteRule): Promise<AuthResult> {
    const { request, shared } = exchange
    const result = shared === undefined ? await server.authenticate(request, first) : await this.#judgeTogether(exchange, server, shared)
    const rest = shared === undefined ? others : [first, ...others]
    for (const requirements of rest) await server.authenticate({ ...request, auth: result.auth }, requirements)
    exchange.accept(result)
    return result
  }

  /** Fields of one operation are resolved at the same time: the proof of their request is used once for them all. */
  #judgeTogether({ request, accept }: Exchange, server: ResourceServer, shared: object): Promise<AuthResult> {
    const pending = this.#pending.get(server) ?? new WeakMap<object, Promise<AuthResult>>()
    this.#pending.set(server, pending)
    const known = pending.get(shared)
    if (known !== undefined) return known
    const judgement = server
      .authenticate(request)
      .then((result) => {
        accept(result)
        return result
      })
      .finally(() => pending.delete(shared))
    pending.set(shared, judgement)
    return judgement
  }
}
Inject(AuthRuntime)(AuthGuard, undefined, 0)

/** Where authentication is optional: no credentials, and bad ones where that was asked for. An outage never is. */
function mayPass({ access }: RouteRule, error: unknown, status: number): boolean {
  if (access.kind !== 'optional') return false
  return error instanceof UnauthorizedError || (access.onInvalid === 'ignore' && status < 500)
}
