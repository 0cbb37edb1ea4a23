import { DPoPKeyPair, DPoPVerifier, MemoryReplayStore } from '@auth/pkce-dpop'
import { expect, it } from 'vitest'
import { verifyProofSignature } from './verify-proof-signature.ts'

const request = { method: 'GET', url: 'https://api.example/' }

it.each(['ES256', 'ES384', 'ES512', 'EdDSA', 'PS256', 'RS256'] as const)('verifies what %s signed, and nothing else', async (algorithm) => {
  const verifier = new DPoPVerifier({ replayStore: new MemoryReplayStore(), verifySignature: verifyProofSignature })
  const pair = await DPoPKeyPair.generate({ algorithm })
  const proof = await pair.createProof(request)
  expect(await verifier.verify({ ...request, proof })).toMatchObject({ thumbprint: pair.thumbprint, algorithm })
  const [header, payload] = proof.split('.')
  const [, , foreign] = (await pair.createProof(request)).split('.')
  await expect(verifier.verify({ ...request, proof: [header, payload, foreign].join('.') })).rejects.toMatchObject({
    details: { check: 'signature' },
  })
})

it('a key that cannot be used has signed nothing, nor has a signature of another length', async () => {
  const coordinate = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
  const jwk = { kty: 'EC', crv: 'P-256', x: coordinate, y: coordinate } as const
  const signature = { algorithm: 'ES256', jwk, data: new Uint8Array(1) } as const
  expect(await verifyProofSignature({ ...signature, signature: new Uint8Array(64).fill(1) })).toBe(false)
  expect(await verifyProofSignature({ ...signature, signature: new Uint8Array(63).fill(1) })).toBe(false)
})

it('RFC 7518 §3.4: an ECDSA signature with zeros before r and s is refused, although its numbers are those of a good one', async () => {
  const pair = await DPoPKeyPair.generate()
  const [header, payload, encoded = ''] = (await pair.createProof(request)).split('.')
  const signature = new Uint8Array(Buffer.from(encoded, 'base64url'))
  const padded = new Uint8Array(66)
  padded.set(signature.subarray(0, 32), 1)
  padded.set(signature.subarray(32), 34)
  const input = { algorithm: 'ES256', jwk: pair.publicJwk, data: new TextEncoder().encode(`${header}.${payload}`) } as const
  expect(await verifyProofSignature({ ...input, signature })).toBe(true)
  expect(await verifyProofSignature({ ...input, signature: padded })).toBe(false)
})

it('a fault of the verifier is no bad signature', async () => {
  const fault = new RangeError('out of memory')
  const jwk = {
    get kty(): never {
      throw fault
    },
  }
  const input = { algorithm: 'ES256', jwk: jwk as never, data: new Uint8Array(1), signature: new Uint8Array(64) } as const
  await expect(verifyProofSignature(input)).rejects.toBe(fault)
})
