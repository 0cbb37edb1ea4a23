import { checkObject, checkString, checkStringList } from '@auth/core-errors/options'
import type { TokenClaims } from '../token-claims.ts'

/** Where roles and permissions are: the name of a claim, or the names that lead into it. */
export interface ClaimPaths {
  /** For example `['realm_access', 'roles']`. @default 'roles' */
  readonly roles?: string | readonly string[] | undefined
  /** @default 'permissions' */
  readonly permissions?: string | readonly string[] | undefined
}

/** Claim paths with their defaults, as lists of names. */
export interface ParsedClaimPaths {
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
}

function parsePath(path: unknown, option: string): readonly string[] {
  return typeof path === 'string' ? [checkString(path, option)] : checkStringList(path, option)
}

/** @throws {InvalidConfigError} VAL_2002, naming the path */
export function parseClaimPaths(paths: ClaimPaths = {}): ParsedClaimPaths {
  const { roles = 'roles', permissions = 'permissions' } = checkObject(paths, 'claimPaths')
  return { roles: parsePath(roles, 'claimPaths.roles'), permissions: parsePath(permissions, 'claimPaths.permissions') }
}

/** The texts at a path of the claims: an array's, or the one that is there. A text is never split: a role may have spaces. */
export function readTexts(claims: TokenClaims, path: readonly string[]): readonly string[] {
  let value: unknown = claims
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.filter((item) => typeof item === 'string')
}
