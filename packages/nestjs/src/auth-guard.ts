import type { RequestHeaders, Requirements, ResourceServer } from '@auth/tokens/resource-server'
import { type CanActivate, type ExecutionContext, HttpException } from '@nestjs/common'
import type { Reflector } from '@nestjs/core'
import { isPublicKey, scopesKey } from './decorators.ts'

/** What the guard needs of a request: Express hands Node's request out, Fastify keeps it in `raw`. */
interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headersDistinct: RequestHeaders
  readonly raw?: HttpRequest
  auth?: unknown
}

/** What the guard needs of a response, in Express and Fastify alike. */
interface HttpResponse {
  header(name: string, value: string): unknown
}

/**
 * Lets a request through when it has a good token and the scopes that `@Scopes` asks for, and sets `request.auth`; what
 * is `@Public` passes without. It guards HTTP: on every other transport what is not public is denied.
 */
export class AuthGuard implements CanActivate {
  readonly #server: ResourceServer
  readonly #reflector: Reflector

  constructor(server: ResourceServer, reflector: Reflector) {
    this.#server = server
    this.#reflector = reflector
  }

  /** @throws {HttpException} with the status and body of the challenge, whose headers are on the response by then */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()]
    if (this.#reflector.getAllAndOverride<boolean | undefined>(isPublicKey, targets) === true) return true
    if (context.getType() !== 'http') return false
    const request = context.switchToHttp().getRequest<HttpRequest>()
    const response = context.switchToHttp().getResponse<HttpResponse>()
    const scopes = this.#reflector.getAllAndMerge<string[]>(scopesKey, targets)
    const { method, url, headersDistinct: headers } = request.raw ?? request
    try {
      const result = await this.#server.authenticate({ method, url, headers }, toRequirements(scopes))
      request.auth = result.auth
      setHeaders(response, result.headers)
      return true
    } catch (error) {
      const challenge = this.#server.challenge(error)
      setHeaders(response, challenge.headers)
      throw new HttpException({ ...challenge.body }, challenge.status, { cause: error })
    }
  }
}

function toRequirements(scopes: readonly string[]): Requirements {
  return scopes.length > 0 ? { scopes } : {}
}

function setHeaders(response: HttpResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.header(name, value)
}
