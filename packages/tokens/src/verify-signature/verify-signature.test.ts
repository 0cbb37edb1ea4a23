import { generateKeyPairSync } from 'node:crypto'
import type { JWK } from '@auth/jwks'
import { describe, expect, it, vi } from 'vitest'
import { type Algorithm, algorithms } from '../algorithms.ts'
import { decodeToken } from '../decode-token.ts'
import { createTestKey } from '../testing/test-key.ts'
import * as node from './node.ts'
import type { SignatureInput } from './signature-port.ts'
import * as webcrypto from './webcrypto.ts'

const unusable = expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check: 'kid' }) })
const rowOf = (name: string): Algorithm => algorithms.get(name) as Algorithm

async function toInput(name: string): Promise<SignatureInput> {
  const key = await createTestKey(name, 'k')
  const { signature, signingInput } = decodeToken(await key.signText(JSON.stringify({ alg: name }), '{"a":1}'))
  return { algorithm: rowOf(name), jwk: key.jwk, signature, signingInput }
}

describe.each([
  ['node', node],
  ['webcrypto', webcrypto],
])('#verify-signature, the variant %s', (_, { verifySignature }) => {
  // Both forms of an answer, and of a failure, become a promise.
  const verify = async (input: SignatureInput): Promise<boolean> => verifySignature(input)

  it.each([...algorithms.keys()])('tells a good %s signature from a changed one, a changed input and another key', async (name) => {
    const input = await toInput(name)
    expect(await verify(input)).toBe(true)
    expect(await verify({ ...input, signature: input.signature.map((byte, index) => (index === 20 ? byte ^ 1 : byte)) })).toBe(false)
    expect(await verify({ ...input, signingInput: `${input.signingInput}x` })).toBe(false)
    expect(await verify({ ...input, jwk: (await createTestKey(name, 'k')).jwk })).toBe(false)
  })

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('refuses an empty, a short and a long %s signature', async (name) => {
    const input = await toInput(name)
    for (const signature of [new Uint8Array(), input.signature.slice(0, -1), Uint8Array.of(...input.signature, 0)]) {
      expect(await verify({ ...input, signature })).toBe(false)
    }
  })

  it('keeps RS and PS apart, and the hashes, though one key serves them all', async () => {
    const input = await toInput('RS256')
    const jwk = { ...input.jwk, alg: undefined } as unknown as JWK // a key for every RSA algorithm
    for (const name of ['PS256', 'RS384', 'RS512', 'PS512']) expect(await verify({ ...input, jwk, algorithm: rowOf(name) })).toBe(false)
    expect(await verify({ ...input, jwk })).toBe(true)
  })

  it('takes a salt as long as the hash alone (RFC 7518 §3.5)', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { constants, sign } = await import('node:crypto')
    const jwk = publicKey.export({ format: 'jwk' }) as JWK
    const verdicts = [0, 20, 32, 64].map(async (saltLength) => {
      const signature = new Uint8Array(
        sign('sha256', Buffer.from('x'), { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }),
      )
      return verify({ algorithm: rowOf('PS256'), jwk, signature, signingInput: 'x' })
    })
    expect(await Promise.all(verdicts)).toEqual([false, false, true, false])
  })

  it('refuses an RSA key shorter than 2048 bits (RFC 7518 §3.3)', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const jwk = publicKey.export({ format: 'jwk' }) as JWK
    await expect(verify({ ...(await toInput('RS256')), jwk })).rejects.toThrow(unusable)
  })

  it('refuses a key that is none: a point off its curve, a missing member, what is no base64url', async () => {
    const input = await toInput('ES256')
    const { kty, crv, x = '' } = input.jwk
    for (const jwk of [
      { kty, crv, x, y: x },
      { kty, crv, x },
      { kty, crv, x, y: '!' },
    ] as JWK[]) {
      await expect(verify({ ...input, jwk })).rejects.toThrow(unusable)
    }
    await expect(verify({ ...(await toInput('EdDSA')), jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA' } })).rejects.toThrow(unusable)
    await expect(verify({ ...(await toInput('RS256')), jwk: { kty: 'RSA', e: 'AQAB' } })).rejects.toThrow(unusable)
  })
})

it('makes a CryptoKey once for each JWK object and algorithm, and one for its equal', async () => {
  const input = await toInput('ES256')
  const importKey = vi.spyOn(crypto.subtle, 'importKey')
  for (let round = 0; round < 3; round++) await webcrypto.verifySignature(input)
  expect(importKey).toHaveBeenCalledTimes(1)
  await webcrypto.verifySignature({ ...input, jwk: { ...input.jwk } })
  expect(importKey).toHaveBeenCalledTimes(2)
  importKey.mockRestore()
})
