import { LocalJWKS } from '@auth/jwks'
import { expect, it } from 'vitest'
import { decodeToken } from './decode-token.ts'
import { createTestIssuer } from './testing/index.ts'
import { verifyIssuerSignature } from './verify-issuer-signature.ts'

it('takes what one of the issuer’s keys signed, by an algorithm that is allowed', async () => {
  const [issuer, stranger] = [await createTestIssuer(), await createTestIssuer()]
  const keys = new LocalJWKS(issuer.jwks)
  const token = decodeToken(await issuer.sign())
  await verifyIssuerSignature(token, keys, new Set(['ES256']))
  await expect(verifyIssuerSignature(token, keys, new Set(['RS256']))).rejects.toThrow(
    expect.objectContaining({ details: expect.objectContaining({ check: 'alg' }) as object }),
  )
  await expect(verifyIssuerSignature(decodeToken(await stranger.sign()), keys, new Set(['ES256']))).rejects.toThrow(
    expect.objectContaining({ details: expect.objectContaining({ check: 'signature' }) as object }),
  )
})
