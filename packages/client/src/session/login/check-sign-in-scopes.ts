import { checkOption, checkStringList } from '@auth/core-errors/options'

/** Scopes that bring an ID token, which says who is signed in. @throws {InvalidConfigError} VAL_2002 */
export function checkSignInScopes(scopes: readonly string[], option: string): readonly string[] {
  return checkOption(checkStringList(scopes, option).includes('openid'), scopes, option, 'a list with "openid" in it')
}
