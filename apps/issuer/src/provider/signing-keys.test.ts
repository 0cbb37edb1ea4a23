import { importJWK, SignJWT } from 'jose'
import { expect, it } from 'vitest'
import { verifyIssuedToken } from './issued-token.ts'
import { createSigningKeys, selectSigningJwk, signingAlgorithms, toPublicJwk } from './signing-keys.ts'

const keys = await createSigningKeys()
const sign = async (claims: Record<string, unknown>, typ = 'at+jwt', key = selectSigningJwk(keys, 'ES256')) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ, kid: key.kid }).sign(await importJWK(key, 'ES256'))

it.each(signingAlgorithms)('has a key for %s, and the newest generation comes first', async (algorithm) => {
  const generations = [...(await createSigningKeys()), ...keys]
  const [first] = [selectSigningJwk(generations, algorithm), selectSigningJwk(keys, algorithm)]
  expect(first).toBe(generations[keys.indexOf(selectSigningJwk(keys, algorithm))])
})

it('says so when there is no key', () => {
  expect(() => selectSigningJwk([], 'ES256')).toThrow('no key for ES256')
})

it('leaves every private member out of what is published', () => {
  for (const key of keys)
    expect(Object.keys(toPublicJwk(key)).filter((name) => ['d', 'p', 'q', 'dp', 'dq', 'qi'].includes(name))).toEqual([])
})

it('lets the RSA key serve RS256 and PS256, and says the algorithm of the others', () => {
  expect(keys.map(({ kty, alg }) => [kty, alg])).toEqual([
    ['RSA', undefined],
    ['EC', 'ES256'],
    ['OKP', 'EdDSA'],
  ])
})

it('takes a token for its own only with its issuer, its type and its key', async () => {
  const verify = (token: string) => verifyIssuedToken(token, 'http://127.0.0.1:1', keys)
  const [stranger] = (await createSigningKeys()).filter(({ kty }) => kty === 'EC')
  expect(await verify(await sign({ iss: 'http://127.0.0.1:1', sub: 'a' }))).toMatchObject({ sub: 'a' })
  expect(await verify(await sign({ iss: 'http://127.0.0.1:2' }))).toBeUndefined()
  expect(await verify(await sign({ iss: 'http://127.0.0.1:1' }, 'JWT'))).toBeUndefined()
  expect(await verify(await sign({ iss: 'http://127.0.0.1:1' }, 'at+jwt', stranger))).toBeUndefined()
  expect(await verify('no token')).toBeUndefined()
})
