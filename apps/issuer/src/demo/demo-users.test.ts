import { expect, it } from 'vitest'
import { demoUsers, mayHaveScope } from './demo-users.ts'

it('gives a scope that ends in :write to editors only', () => {
  const [ada, linus] = demoUsers
  expect([mayHaveScope(ada, 'orders:write'), mayHaveScope(linus, 'orders:write'), mayHaveScope(linus, 'orders:read')]).toEqual([
    true,
    false,
    true,
  ])
})
