import { type Requirements, ResourceServer } from '@auth/tokens/resource-server'
import { createTestIssuer } from '@auth/tokens/testing'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { combineRequirements } from './combine-requirements.ts'

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
const requirements: fc.Arbitrary<Requirements> = fc.oneof(
  names.map((scopes) => ({ scopes })),
  names.map((anyScope) => ({ anyScope })),
  names.map((roles) => ({ roles })),
  names.map((permissions) => ({ permissions })),
  names.map((acr) => ({ acr })),
  fc.constantFrom(0, 60, 600).map((maxAgeSeconds) => ({ maxAgeSeconds })),
  fc.constantFrom('a', 'b').map((tier) => ({ claims: { tier: { equals: tier } } })),
  fc.constantFrom('a', 'b').map((shop) => ({ claims: (claims: Readonly<Record<string, unknown>>) => claims['shop'] === shop })),
)
const words = fc.subarray(['a', 'b', 'c'])

it('what is combined lets through what each lets through alone, and nothing else', async () => {
  const issuer = await createTestIssuer()
  const server = new ResourceServer({ issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now })
  const seconds = Math.floor(issuer.now() / 1000)
  const claims = fc.record({
    scope: words.map((each) => each.join(' ')),
    roles: words,
    permissions: words,
    acr: fc.constantFrom('a', 'b', 'c'),
    auth_time: fc.constantFrom(seconds - 5, seconds - 300, seconds - 3600),
    tier: fc.constantFrom('a', 'b'),
    shop: fc.constantFrom('a', 'b'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(requirements, { maxLength: 5 }), claims, async (all, given) => {
      const headers = { authorization: `Bearer ${await issuer.sign(given)}` }
      const passes = (each: Requirements): Promise<boolean> =>
        server.authenticate({ method: 'GET', url: '/', headers }, each).then(
          () => true,
          () => false,
        )
      const alone = await Promise.all(all.map(passes))
      const together = await Promise.all(combineRequirements(all).map(passes))
      expect(together.every(Boolean)).toBe(alone.every(Boolean))
    }),
    { numRuns: 300 },
  )
})

it('what can be one is one, and there is always one', () => {
  expect(combineRequirements([])).toEqual([{}])
  expect(combineRequirements([{ scopes: ['a'] }, { roles: ['x'] }, { scopes: ['b', 'a'] }])).toEqual([{ scopes: ['a', 'b'], roles: ['x'] }])
  expect(combineRequirements([{ anyScope: ['a'] }, { anyScope: ['b'] }, { acr: ['c'] }])).toEqual([
    { anyScope: ['a'], acr: ['c'] },
    { anyScope: ['b'] },
  ])
})

it('the issuer is asked when one of them asks', () => {
  expect(combineRequirements([{ introspect: true }, { introspect: false }])).toEqual([{ introspect: true }])
})
