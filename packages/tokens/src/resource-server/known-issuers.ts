import { checkObject, checkOption, checkString, checkStringList } from '@auth/core-errors/options'

/** The audiences of each issuer that is trusted, by its name; `null` where they are not checked. */
export type KnownIssuers = ReadonlyMap<string, readonly string[] | null>

/** Every way in which options name issuers and audiences. */
interface IssuerNames {
  readonly issuer?: string | undefined
  readonly audience?: string | readonly string[] | null | undefined
  readonly issuers?: readonly IssuerNames[] | undefined
  readonly baseUrl?: string | undefined
  readonly clientId?: string | undefined
}

/**
 * The issuers that the options name, with their audiences; none beside a validator that knows them by itself.
 * @throws {InvalidConfigError} VAL_2002, naming the option
 */
export function listKnownIssuers(options: IssuerNames): KnownIssuers {
  const names = options.issuers ?? (options.issuer === undefined && options.baseUrl === undefined ? [] : [options])
  checkOption(Array.isArray(names), names, 'issuers', 'an array')
  return new Map(
    names.map((each) => {
      const { baseUrl, clientId, issuer = baseUrl, audience = baseUrl === undefined ? undefined : clientId } = checkObject(each, 'issuers')
      checkOption(
        audience !== undefined,
        audience,
        'audience',
        'written out: whom the tokens must be for, or null to switch this check off',
      )
      const audiences = typeof audience === 'string' ? [audience] : audience
      return [checkString(issuer, 'issuer'), audiences === null ? null : checkStringList(audiences, 'audience')]
    }),
  )
}
