import { describe, expect, it, vi } from 'vitest'
import { encodeUtf8 } from '../encode-utf8.ts'
import { DPoPKeyPair } from './dpop-key-pair.ts'
import type { ProofAlgorithm } from './proof-algorithm.ts'
import { proofAlgorithms } from './proof-algorithm.ts'
import { createWebCryptoVerifier, type ProofSignature } from './verify-proof-signature.ts'

async function sign(algorithm: ProofAlgorithm): Promise<ProofSignature> {
  const { keys, publicJwk } = await DPoPKeyPair.generate({ algorithm: algorithm === 'Ed25519' ? 'EdDSA' : algorithm })
  const data = encodeUtf8('header.payload')
  const signature = new Uint8Array(await crypto.subtle.sign(proofAlgorithms[algorithm].webCrypto, keys.privateKey, data))
  return { algorithm, jwk: publicJwk, signature, data }
}

describe('createWebCryptoVerifier', () => {
  it.each(Object.keys(proofAlgorithms) as ProofAlgorithm[])(
    'verifies %s, and tells when a bit of the signature or of the data differs',
    async (algorithm) => {
      const verify = createWebCryptoVerifier()
      const good = await sign(algorithm)
      expect(await verify(good)).toBe(true)
      for (const name of ['signature', 'data'] as const) {
        const changed = good[name].slice()
        changed[3]! ^= 1
        expect(await verify({ ...good, [name]: changed })).toBe(false)
      }
    },
  )

  it('tells a signature of the wrong length, and one in DER', async () => {
    const good = await sign('ES256')
    const verify = createWebCryptoVerifier()
    expect(await verify({ ...good, signature: good.signature.slice(1) })).toBe(false)
    expect(await verify({ ...good, signature: Uint8Array.of(0x30, 0x44, ...good.signature) })).toBe(false)
  })

  it('is false for a point that is not on its curve', async () => {
    const good = await sign('ES256')
    expect(await createWebCryptoVerifier()({ ...good, jwk: { ...good.jwk, y: 'A'.repeat(43) } as never })).toBe(false)
  })

  it('is false when the runtime throws for a signature that it cannot read', async () => {
    const verify = vi.spyOn(crypto.subtle, 'verify').mockRejectedValue(new DOMException('no', 'OperationError'))
    expect(await createWebCryptoVerifier()(await sign('ES256'))).toBe(false)
    verify.mockRestore()
  })

  it('imports a key once for as long as its JWK is the same object', async () => {
    const importKey = vi.spyOn(crypto.subtle, 'importKey')
    const good = await sign('ES256')
    const verify = createWebCryptoVerifier()
    for (let round = 0; round < 5; round++) await verify(good)
    expect(importKey).toHaveBeenCalledTimes(1)
    importKey.mockRestore()
  })

  it('throws when the runtime lacks the algorithm: that is not the proof’s fault', async () => {
    const importKey = vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'))
    await expect(async () => createWebCryptoVerifier()(await sign('EdDSA'))).rejects.toThrow('no')
    importKey.mockRestore()
  })
})
