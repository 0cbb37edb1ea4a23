import { exportJWK, generateKeyPair } from 'jose'
import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { answer, createFacts, document, list, read } from '../../../test/doctor/create-facts.ts'
import { checkKeys } from './check-keys.ts'

async function publicKey(alg: string, more: object = {}): Promise<object> {
  return { ...(await exportJWK((await generateKeyPair(alg, { extractable: true })).publicKey)), ...more }
}
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })
const check = (keys: unknown, headers: Record<string, string> = {}) => checkKeys(createFacts({ jwks: document(answer({ keys }, headers)) }))

it('tells how many keys verify, and by which algorithms', async () => {
  const findings = check([await publicKey('ES256', { kid: 'a', alg: 'ES256' }), await publicKey('RS256', { kid: 'b', alg: 'RS256' })])
  expect(list(findings)).toEqual(['keys.usable good', 'keys.no_max_age good'])
  expect(read(findings, 'keys.usable')).toBe('2 of 2 keys verify signatures, by ES256, RS256')
})

it('a weak key is a problem, with its size', async () => {
  const findings = check([{ ...weak, kid: 'old' }, await publicKey('ES256', { kid: 'a' })])
  expect(list(findings)).toContain('keys.weak problem')
  expect(read(findings, 'keys.weak')).toMatch(/key old is an RSA key of about 1024 bits.*2048/)
})

it('no usable key is a problem', () => {
  expect(read(check([{ kty: 'EC', crv: 'secp256k1', kid: 'k' }]), 'keys.none')).toMatch(/none of the 1 keys/)
})

it.each([{ d: 'x' }, { kty: 'oct', k: 'x' }])('a set that shows a private key is a problem: %j', async (member) => {
  expect(list(check([await publicKey('ES256', member)]))).toEqual(['keys.private problem'])
})

it('leaves keys for encryption alone, and notes what it cannot use', async () => {
  const signing = await publicKey('ES256', { kid: 'a' })
  const findings = check([signing, await publicKey('ES256', { use: 'enc', kid: 'e' }), { kty: 'XYZ', kid: 'x' }])
  expect(list(findings)).toEqual(['keys.usable good', 'keys.encryption good', 'keys.unusable note', 'keys.no_max_age good'])
})

it('notes keys that cannot be told apart', async () => {
  const [one, two] = [await publicKey('ES256'), await publicKey('ES256', { kid: 'a' })]
  expect(list(check([one, two]))).toContain('keys.no_kid note')
  expect(list(check([{ ...one, kid: 'a' }, two]))).toContain('keys.same_kid note')
})

it.each([
  ['public, max-age=600', 'keys.max_age good'],
  ['no-store', 'keys.no_store note'],
  ['s-maxage=5', 'keys.no_max_age good'],
])('reads %j', async (control, expected) => {
  expect(list(check([await publicKey('ES256')], { 'cache-control': control })).at(-1)).toBe(expected)
})

it.each([
  [undefined, 'keys.not_a_set problem'],
  ['x', 'keys.not_a_set problem'],
])('a set must be one: %j', (keys, expected) => {
  expect(list(check(keys))).toEqual([expected])
})

it('tells why the set could not be had, or was not asked for', () => {
  expect(list(checkKeys(createFacts({ jwks: document({ kind: 'timeout', timeoutSeconds: 1 }) })))).toEqual(['keys.timeout problem'])
  expect(read(checkKeys(createFacts({ verdict: { kind: 'bad', member: undefined } })), 'keys.skipped')).toMatch(/metadata are not good/)
  expect(read(checkKeys(createFacts()), 'keys.skipped')).toMatch(/no jwks_uri/)
})
