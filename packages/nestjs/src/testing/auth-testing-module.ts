import { checkObject } from '@auth/core-errors/options'
import type { TokenClaims } from '@auth/tokens'
import type { TestIssuer } from '@auth/tokens/testing'
import type { DynamicModule } from '@nestjs/common'
import { AuthModule } from '../auth-module.ts'
import type { AuthModuleOptions } from '../auth-options.ts'

/** What of the options a test says for itself: all but what the issuer is the answer to. */
export type AuthTestingOptions<Claims extends TokenClaims = TokenClaims> = Partial<AuthModuleOptions<Claims>>

/** `AuthModule` for an application's own tests: real guards, real signatures, an issuer within the process. */
// oxlint-disable-next-line typescript/no-extraneous-class -- a Nest module is a class, and this one's content is dynamic
export class AuthTestingModule {
  /**
   * In the place of `AuthModule.forRoot`: trusts this issuer, runs on its clock, and calls no network. Everything else is
   * as your options say.
   * @throws {InvalidConfigError} VAL_2002, naming the option
   */
  static forRoot<Claims extends TokenClaims = TokenClaims>(issuer: TestIssuer, options: AuthTestingOptions<Claims> = {}): DynamicModule {
    const { issuer: url, audience, fetch, now, monotonicNow } = checkObject(issuer, 'issuer')
    const trusted = { issuer: url, audience, fetch, now, monotonicNow }
    return AuthModule.forRoot<Claims>({ ...trusted, ...checkObject(options, 'options') } as AuthModuleOptions<Claims>)
  }
}
