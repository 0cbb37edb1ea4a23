import type { JWK } from '@auth/jwks'
import { CompactEncrypt, exportJWK, generateKeyPair } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import * as browser from './decrypt-token.browser.ts'
import { type DecryptionOptions, decryptToken, isEncrypted, parseDecryptionOptions } from './decrypt-token.ts'

const refusal = expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check: 'encryption' }) })
const header = { alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JWT' }

async function makeKey(): Promise<{ encrypt: (text: string, more?: object) => Promise<string>; options: DecryptionOptions }> {
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
  return {
    encrypt: async (text, more = {}) =>
      new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader({ ...header, ...more }).encrypt(publicKey),
    options: { key: privateKey, keyManagementAlgorithms: ['ECDH-ES'] },
  }
}

/** The token with its header replaced, which any decryption would notice. */
function withHeader(token: string, change: object): string {
  return token.replace(/^[^.]*/, Buffer.from(JSON.stringify({ ...header, ...change })).toString('base64url'))
}

describe('decryptToken', () => {
  it('answers the token inside', async () => {
    const { encrypt, options } = await makeKey()
    expect(await decryptToken(await encrypt('a.b.c'), parseDecryptionOptions(options))).toBe('a.b.c')
    expect(await decryptToken(await encrypt('a.b.c', { cty: 'application/jwt' }), parseDecryptionOptions(options))).toBe('a.b.c')
  })

  it('takes a JWK, bytes, or what a function answers for the header', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RSA-OAEP-256', { extractable: true })
    const token = await new CompactEncrypt(new TextEncoder().encode('x'))
      .setProtectedHeader({ ...header, alg: 'RSA-OAEP-256', kid: 'k' })
      .encrypt(publicKey)
    const jwk = { kty: 'RSA', ...(await exportJWK(privateKey)) } as JWK
    const keyFunction = vi.fn(async () => jwk)
    for (const key of [jwk, keyFunction]) {
      expect(await decryptToken(token, parseDecryptionOptions({ key, keyManagementAlgorithms: ['RSA-OAEP-256'] }))).toBe('x')
    }
    expect(keyFunction).toHaveBeenCalledWith({ ...header, alg: 'RSA-OAEP-256', kid: 'k' })
    const secret = crypto.getRandomValues(new Uint8Array(32))
    const direct = await new CompactEncrypt(new TextEncoder().encode('y')).setProtectedHeader({ ...header, alg: 'dir' }).encrypt(secret)
    expect(await decryptToken(direct, parseDecryptionOptions({ key: secret, keyManagementAlgorithms: ['dir'] }))).toBe('y')
  })

  it.each([
    { zip: 'DEF' },
    { alg: 'PBES2-HS256+A128KW', p2c: 1_000_000_000, p2s: 'AAAA' },
    { crit: ['x'] },
    { alg: 'RSA1_5' },
    { alg: 'dir' },
    { alg: 1 },
    { enc: 'A128CBC' },
    { enc: undefined },
    { cty: undefined },
    { cty: 'text/plain' },
    { cty: 1 },
  ])('CVE-2024-28176, CVE-2022-36083, CVE-2023-50967, CVE-2025-63811: refuses %j before any key is asked for', async (change) => {
    const { encrypt, options } = await makeKey()
    const asked = { ...options, key: () => Promise.reject(new Error('asked')) }
    await expect(decryptToken(withHeader(await encrypt('a.b.c'), change), parseDecryptionOptions(asked))).rejects.toThrow(refusal)
  })

  it('refuses a token that was changed, or encrypted to another key', async () => {
    const { encrypt, options } = await makeKey()
    const stranger = await makeKey()
    await expect(decryptToken(await stranger.encrypt('a.b.c'), parseDecryptionOptions(options))).rejects.toThrow(refusal)
    await expect(decryptToken(withHeader(await encrypt('a.b.c'), { kid: 'x' }), parseDecryptionOptions(options))).rejects.toThrow(refusal)
  })

  it('refuses a header that is not one JSON object', async () => {
    const { options } = await makeKey()
    await expect(decryptToken('a.b.c.d.e', parseDecryptionOptions(options))).rejects.toThrow(
      expect.objectContaining({ code: 'AUTH_1002', details: { check: 'format' } }),
    )
  })

  it('lets the failure of a key function pass through: an outage is no bad token', async () => {
    const { encrypt, options } = await makeKey()
    const key = (): never => {
      throw new Error('vault is down')
    }
    await expect(decryptToken(await encrypt('a.b.c'), parseDecryptionOptions({ ...options, key }))).rejects.toThrow('vault is down')
  })
})

describe('parseDecryptionOptions', () => {
  it.each([
    [{ keyManagementAlgorithms: ['dir'] }, 'decryption.key'],
    [{ key: 'secret', keyManagementAlgorithms: ['dir'] }, 'decryption.key'],
    [{ key: null, keyManagementAlgorithms: ['dir'] }, 'decryption.key'],
    [{ key: {} }, 'decryption.keyManagementAlgorithms'],
    [{ key: {}, keyManagementAlgorithms: [] }, 'decryption.keyManagementAlgorithms'],
    [{ key: {}, keyManagementAlgorithms: ['PBES2-HS256+A128KW'] }, 'decryption.keyManagementAlgorithms'],
    [{ key: {}, keyManagementAlgorithms: ['RSA1_5'] }, 'decryption.keyManagementAlgorithms'],
    [{ key: {}, keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A128CBC'] }, 'decryption.contentEncryptionAlgorithms'],
    [null, 'decryption'],
  ])('refuses %j', (options, option) => {
    expect(() => parseDecryptionOptions(options as never)).toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option } }))
  })
})

it('isEncrypted counts five parts', () => {
  expect(['a.b.c', 'a.b.c.d', 'a.b.c.d.e', 'a.b.c.d.e.f', '....'].map(isEncrypted)).toEqual([false, false, true, false, true])
})

it('in browsers no key is taken, and an encrypted token stays what it is', () => {
  expect(() => browser.parseDecryptionOptions({ key: {}, keyManagementAlgorithms: ['dir'] })).toThrow(
    expect.objectContaining({ code: 'VAL_2002', details: { option: 'decryption' } }),
  )
  expect(browser.isEncrypted()).toBe(false)
  expect(browser.decryptToken('a.b.c.d.e')).toBe('a.b.c.d.e')
})
