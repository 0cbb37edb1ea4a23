import { checkStringList } from '@auth/core-errors/options'
import { type CustomDecorator, SetMetadata } from '@nestjs/common'

/** Where the guard finds what the decorators say. */
export const isPublicKey: string = '@auth/nestjs:public'
export const scopesKey: string = '@auth/nestjs:scopes'

/** Opens a route, or every route of a class: no token is asked for. */
export function Public(): CustomDecorator {
  return SetMetadata(isPublicKey, true)
}

/**
 * Asks for every one of these scopes; those of the class and of the method add up.
 * @throws {InvalidConfigError} VAL_2002, when a scope is no non-empty string or there is none
 */
export function Scopes(...scopes: string[]): CustomDecorator {
  return SetMetadata(scopesKey, checkStringList(scopes, 'scopes'))
}
