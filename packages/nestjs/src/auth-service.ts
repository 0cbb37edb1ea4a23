import { InvalidConfigError } from '@auth/core-errors'
import type { AuthContext, AuthRequest, AuthResult, Requirements, ResourceServer } from '@auth/tokens/resource-server'
import { AuthException } from './auth-exception.ts'
import type { AuthRuntime } from './auth-runtime.ts'

/** Checks by hand, for what no decorator says: inject it. Refusals are answered as those of the guard are. */
export class AuthService {
  readonly #runtime: AuthRuntime

  constructor(runtime: AuthRuntime) {
    this.#runtime = runtime
  }

  /**
   * The resource server of the default configuration, or of a named one.
   * @throws {InvalidConfigError} VAL_2002, when there is none of this name
   */
  server(configuration?: string): ResourceServer {
    return this.#runtime.servers.get(configuration)
  }

  /**
   * Judges a request that came by other ways than a route: of a queue, a stream, a socket of your own.
   * @throws {AuthException} for every refusal, `cause` is the typed error
   * @throws {InvalidConfigError} VAL_2002, for requirements that cannot be
   */
  async authenticate(request: AuthRequest, requirements: Requirements = {}, configuration?: string): Promise<AuthResult> {
    const server = this.server(configuration)
    try {
      return await server.authenticate(request, requirements)
    } catch (error) {
      if (error instanceof InvalidConfigError) throw error
      throw new AuthException(server.challenge(error), error)
    }
  }

  /**
   * Asks more of a caller that the guard has let in, when only the handler knows what.
   * @throws {AuthException} when it does not hold
   * @throws {InvalidConfigError} VAL_2002, for requirements that cannot be
   */
  async check(auth: AuthContext, requirements: Requirements, configuration?: string): Promise<void> {
    await this.authenticate({ method: 'GET', url: '/', headers: {}, auth }, requirements, configuration)
  }
}
