import type { TokenClaims } from '@auth/tokens'
import type { ResourceServerOptions } from '@auth/tokens/resource-server'
import type { DynamicModule, InjectionToken, OptionalFactoryDependency } from '@nestjs/common'
import type { StartTimer } from './sockets/expiry-watch.ts'

/**
 * What judges requests: the options of `ResourceServer` and its `TokenValidator`. Their functions get the framework's own
 * request: of Express or Fastify over HTTP, Node's for a WebSocket, the socket for socket.io, the call of gRPC, the
 * context of any other message.
 */
export type AuthConfiguration<Claims extends TokenClaims = TokenClaims, Raw = never> = ResourceServerOptions<Claims, Raw>

/** What {@link AuthModule.forRoot} takes: the default configuration, and others by their name. */
export type AuthModuleOptions<Claims extends TokenClaims = TokenClaims, Raw = never> = AuthConfiguration<Claims, Raw> & {
  /** Configurations for the routes that name one with `@UseConfiguration()`. */
  readonly configurations?: Readonly<Record<string, AuthConfiguration>> | undefined
  /** What ends connections at their token's expiry is started by this; it answers what stops it. @default setTimeout, which keeps no process running */
  readonly startTimer?: StartTimer | undefined
}

/** What {@link AuthModule.forRootAsync} takes. */
export interface AuthModuleAsyncOptions {
  /** The modules whose providers are injected. */
  readonly imports?: DynamicModule['imports']
  /** What the factory is given, in order. */
  readonly inject?: readonly (InjectionToken | OptionalFactoryDependency)[]
  /** Answers the options, or a promise for them. */
  readonly useFactory: (...dependencies: never[]) => AuthModuleOptions | Promise<AuthModuleOptions>
}
