import { runInNewContext } from 'node:vm'
import type { KeyResolver, SigningKey } from '@auth/jwks'
import { expect, it } from 'vitest'
import { keysInMemory, waitForKeys } from './key-access.ts'

const header = { alg: 'ES256', kid: 'k' }
const key: SigningKey = { jwk: { kty: 'EC' }, kid: 'k', alg: 'ES256' }
const remote: KeyResolver = { getSigningKey: async () => key, getReplacementKey: async () => key }
const warm: KeyResolver = { ...remote, getCachedSigningKey: () => key, getSigningKey: async () => Promise.reject(new Error('asked')) }
const notCached = expect.objectContaining({ code: 'SRV_5004', reason: 'not_cached' })

it('takes a key from memory at once when it is there', () => {
  expect(waitForKeys.getKey(warm, header)).toBe(key)
  expect(keysInMemory.getKey(warm, header)).toBe(key)
})

it('waits for a key that is not in memory, or tells that it is not there', async () => {
  expect(await waitForKeys.getKey(remote, header)).toBe(key)
  expect(await waitForKeys.getKey({ ...remote, getCachedSigningKey: () => undefined }, header)).toBe(key)
  expect(() => keysInMemory.getKey(remote, header)).toThrow(notCached)
  expect(() => keysInMemory.getKey({ ...remote, getCachedSigningKey: () => undefined }, header)).toThrow(notCached)
})

it('waits for the promise of another realm, as test runners make them', async () => {
  const ForeignPromise = runInNewContext('Promise') as PromiseConstructor
  const getSigningKey = (): Promise<SigningKey> => ForeignPromise.resolve(key)
  expect(getSigningKey()).not.toBeInstanceOf(Promise)
  expect(waitForKeys.getKey({ getSigningKey }, header)).toBeInstanceOf(Promise)
  expect(await waitForKeys.getKey({ getSigningKey }, header)).toBe(key)
})

it('asks for a replacement only where it may wait', async () => {
  expect(await waitForKeys.getReplacementKey(remote, header, key)).toBe(key)
  expect(keysInMemory.getReplacementKey(remote, header, key)).toBeUndefined()
})
