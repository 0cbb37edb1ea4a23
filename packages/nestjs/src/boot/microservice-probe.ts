import { InvalidConfigError } from '@auth/core-errors'
import { Controller, type ExecutionContext, SetMetadata } from '@nestjs/common'
import type { ModulesContainer } from '@nestjs/core'
import { mark } from '../decorators/route-mark.ts'

/** What a probe carries to see whether it comes to a guard of ours. */
class ProbeCall {
  hasReachedGuard = false
}

/** A guard of ours has seen the call of what nobody may reach: of a probe, which no message can be. */
export function noteProbe(context: ExecutionContext): void {
  const data: unknown = context.switchToRpc().getData()
  if (data instanceof ProbeCall) data.hasReachedGuard = true
}

/** Known by identity: no message can name it. */
const probePattern: object = Object.freeze({ probe: '@auth/nestjs' })

/** A message handler that nobody may reach, and that no transport is told of. */
export class ProbeController {
  probe(): void {}
}
Controller()(ProbeController)
for (const decorate of [
  // As `@MessagePattern()` of a package that may not be installed writes it.
  SetMetadata('microservices:pattern', [probePattern]),
  SetMetadata('microservices:handler_type', 1),
  mark({ access: { kind: 'nobody' } }, 'Probe'),
])
  decorate(ProbeController.prototype, 'probe', Object.getOwnPropertyDescriptor(ProbeController.prototype, 'probe')!)

type Handler = (data: unknown, context: unknown) => unknown

/** The server of a microservice, as far as it is needed. */
interface RpcServer {
  addHandler(pattern: unknown, handler: Handler, ...others: unknown[]): unknown
  listen(callback: (error?: unknown, ...others: unknown[]) => void): unknown
}

const remedy =
  'write app.connectMicroservice(options, { inheritAppConfig: true }), and import AuthModule before what brings other global guards'

/**
 * A microservice that is connected to an application without its configuration has no global guard. So each one is given
 * a handler of ours, and asked whether a message to it comes to our guard: else that guards no other, and it must not start.
 */
export class MicroserviceProbe {
  readonly #answers: Promise<InvalidConfigError | undefined>[] = []

  constructor(modules: ModulesContainer) {
    modules.getRpcTargetRegistry<RpcServer>().subscribe((server) => this.#watch(server))
  }

  /** @throws {InvalidConfigError} VAL_2002, when a microservice that is connected by now is not guarded */
  async check(): Promise<void> {
    const failure = (await Promise.all(this.#answers)).find((each) => each !== undefined)
    if (failure) throw failure
  }

  #watch(server: RpcServer): void {
    const addHandler = server.addHandler.bind(server)
    const listen = server.listen.bind(server)
    server.addHandler = (pattern, handler, ...others) =>
      pattern === probePattern ? void this.#answers.push(send(handler)) : addHandler(pattern, handler, ...others)
    server.listen = (callback) => void this.check().then(() => listen(callback), callback)
  }
}

async function send(handler: Handler): Promise<InvalidConfigError | undefined> {
  const call = new ProbeCall()
  try {
    await handler(call, {})
  } catch {
    // Refused: what counts is by whom.
  }
  if (call.hasReachedGuard) return undefined
  return new InvalidConfigError(`no guard of the application reaches its microservice: ${remedy}`, {
    details: { option: 'inheritAppConfig' },
  })
}
