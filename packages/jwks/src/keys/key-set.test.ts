import { expect, it } from 'vitest'
import { publicKeys } from '../../test/public-keys.ts'
import { createKeySet } from './key-set.ts'
import { parseJWKS } from './parse-jwks.ts'

const { rsa, otherRsa, p256 } = publicKeys

it('lists every key once, in the published order, and cannot be changed', () => {
  const { keys } = createKeySet(parseJWKS({ keys: [{ ...p256, kid: 'b' }, rsa, { ...otherRsa, kid: 'a' }] }))
  expect(keys.map(({ jwk }) => jwk)).toEqual([{ ...p256, kid: 'b' }, rsa, { ...otherRsa, kid: 'a' }])
  expect(Object.isFrozen(keys)).toBe(true)
})

it('finds a key by kid alone, and none where two bear it', () => {
  const { byKid } = createKeySet(
    parseJWKS({
      keys: [
        { ...p256, kid: 'b' },
        { ...rsa, kid: 'a' },
        { ...otherRsa, kid: 'a' },
      ],
    }),
  )
  expect(byKid.get('b')?.jwk).toEqual({ ...p256, kid: 'b' })
  expect(byKid.get('a')).toBeNull()
})

it('has an entry for each algorithm that a key serves and no other', () => {
  const { byAlgorithm } = createKeySet(parseJWKS({ keys: [rsa] }))
  expect([...byAlgorithm.keys()]).toEqual(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'])
})
