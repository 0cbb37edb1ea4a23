import { checkFunction, checkObject } from '@auth/core-errors/options'
import type { TokenClaims } from '@auth/tokens'
import type { DynamicModule, Provider } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, ModulesContainer } from '@nestjs/core'
import { AuthExceptionFilter } from './auth-exception-filter.ts'
import { AuthGuard } from './auth-guard.ts'
import type { AuthModuleAsyncOptions, AuthModuleOptions } from './auth-options.ts'
import { AuthRuntime } from './auth-runtime.ts'
import { AuthService } from './auth-service.ts'
import { BootChecks } from './boot/boot-checks.ts'
import { ProbeController } from './boot/microservice-probe.ts'
import { ConfiguredServers } from './configured-servers.ts'

/** What every application gets, once there is an `AuthRuntime`. */
const providers: readonly Provider[] = [
  { provide: AuthGuard, inject: [AuthRuntime], useFactory: (runtime: AuthRuntime) => new AuthGuard(runtime) },
  { provide: AuthService, inject: [AuthRuntime], useFactory: (runtime: AuthRuntime) => new AuthService(runtime) },
  {
    provide: BootChecks,
    inject: [ModulesContainer, AuthRuntime, AuthGuard],
    useFactory: (modules: ModulesContainer, runtime: AuthRuntime, guard: AuthGuard) => new BootChecks(modules, runtime, guard),
  },
  { provide: APP_GUARD, useExisting: AuthGuard },
  { provide: APP_FILTER, useFactory: () => new AuthExceptionFilter() },
]

function toModule(runtime: Provider, imports: DynamicModule['imports'] = []): DynamicModule {
  return {
    module: AuthModule,
    global: true,
    imports,
    controllers: [ProbeController],
    providers: [runtime, ...providers],
    exports: [AuthRuntime, AuthGuard, AuthService],
  }
}

/**
 * Guards the whole application, over every transport: what is not `@Public()` needs a good token. An application whose
 * guard would not reach something does not start, and says what to write.
 */
// oxlint-disable-next-line typescript/no-extraneous-class -- a Nest module is a class, and this one's content is dynamic
export class AuthModule {
  /**
   * The module for the application's `imports`; the guard is global.
   * @throws {InvalidConfigError} VAL_2002, naming the option
   */
  static forRoot<Claims extends TokenClaims = TokenClaims, Raw = never>(options: AuthModuleOptions<Claims, Raw>): DynamicModule {
    const known = options as unknown as AuthModuleOptions // whatever its claims and requests are, they are the same here
    const servers = new ConfiguredServers(known)
    return toModule({ provide: AuthRuntime, useFactory: () => new AuthRuntime(known, servers) })
  }

  /**
   * The same with options that a factory makes of other providers, a configuration service for example.
   * @throws {InvalidConfigError} VAL_2002, naming the option; for what the factory answers, when the application starts
   */
  static forRootAsync(options: AuthModuleAsyncOptions): DynamicModule {
    const { imports, inject = [], useFactory } = checkObject(options, 'options')
    checkFunction(useFactory, 'useFactory')
    const create = async (...dependencies: never[]): Promise<AuthRuntime> => new AuthRuntime(await useFactory(...dependencies))
    return toModule({ provide: AuthRuntime, inject: [...inject], useFactory: create }, imports)
  }
}
