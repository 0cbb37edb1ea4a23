import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { decodeToken } from '../decode-token.ts'
import { verifyClientSecretSignature } from './verify-client-secret-signature.ts'

const secret = 'é'.repeat(16) // 32 bytes in UTF-8
const signingInput = ['{"alg":"HS256"}', '{}'].map((part) => Buffer.from(part).toString('base64url')).join('.')
const tokenBy = (key: string): ReturnType<typeof decodeToken> =>
  decodeToken(`${signingInput}.${createHmac('sha256', key).update(signingInput).digest('base64url')}`)

it('takes what was signed with the secret’s UTF-8, and nothing else', async () => {
  await verifyClientSecretSignature(tokenBy(secret), secret)
  await expect(verifyClientSecretSignature(tokenBy(`${secret}x`), secret)).rejects.toThrow(
    expect.objectContaining({ code: 'AUTH_1002', details: { check: 'signature', alg: 'HS256' } }),
  )
})

it('RFC 7518 §3.2: refuses a secret of fewer bytes than the hash, and tells nothing of it', async () => {
  const short = 'é'.repeat(15)
  await expect(verifyClientSecretSignature(tokenBy(short), short)).rejects.toThrow(
    expect.objectContaining({
      code: 'VAL_2002',
      details: { option: 'clientSecret' },
      message: expect.not.stringContaining(short) as string,
    }),
  )
})
