import { InvalidConfigError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { parseClaimPaths, readTexts } from './claim-paths.ts'

const claims = {
  iss: 'https://as.example',
  exp: 1,
  roles: ['admin', 7, 'Power User'],
  role: 'Power User',
  nothing: null,
  'https://shop.example/roles': ['namespaced'],
  realm_access: { roles: ['nested'] },
}

it.each([
  [['roles'], ['admin', 'Power User']],
  [['role'], ['Power User']],
  [['https://shop.example/roles'], ['namespaced']],
  [['realm_access', 'roles'], ['nested']],
  [['realm_access'], []],
  [['realm_access', 'none', 'roles'], []],
  [['exp'], []],
  [['constructor', 'name'], []],
  [['roles', 'length'], []],
  [['role', '0'], []],
  [['nothing', 'roles'], []],
])('reads the texts at %j', (path, expected) => {
  expect(readTexts(claims, path)).toEqual(expected)
})

it('defaults to the claims "roles" and "permissions"; a name is never taken apart', () => {
  expect(parseClaimPaths()).toEqual({ roles: ['roles'], permissions: ['permissions'] })
  expect(parseClaimPaths({ roles: 'https://shop.example/roles', permissions: ['api', 'can'] })).toEqual({
    roles: ['https://shop.example/roles'],
    permissions: ['api', 'can'],
  })
})

it.each([
  [{ roles: [] }, 'claimPaths.roles'],
  [{ permissions: '' }, 'claimPaths.permissions'],
  [null, 'claimPaths'],
])('refuses %j', (paths, option) => {
  expect(() => parseClaimPaths(paths as never)).toThrow(InvalidConfigError)
  expect(() => parseClaimPaths(paths as never)).toThrow(expect.objectContaining({ details: { option } }))
})
