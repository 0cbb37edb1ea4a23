import type { TokenClaims } from '@auth/tokens'
import { ResourceServer, type ResourceServerOptions } from '@auth/tokens/resource-server'
import type { DynamicModule } from '@nestjs/common'
import { APP_GUARD, Reflector } from '@nestjs/core'
import { AuthGuard } from './auth-guard.ts'

/** Guards the whole application: every route that is not `@Public()` needs a good token. */
// oxlint-disable-next-line typescript/no-extraneous-class -- a Nest module is a class, and this one's content is dynamic
export class AuthModule {
  /**
   * The module for the application's `imports`; the guard is global.
   * @throws {InvalidConfigError} VAL_2002, naming the option
   */
  static forRoot<Claims extends TokenClaims = TokenClaims>(options: ResourceServerOptions<Claims>): DynamicModule {
    const server = new ResourceServer<Claims>(options)
    return {
      module: AuthModule,
      providers: [{ provide: APP_GUARD, inject: [Reflector], useFactory: (reflector: Reflector) => new AuthGuard(server, reflector) }],
    }
  }
}
