import { expect, it } from 'vitest'
import { DPoPKeyPair } from './dpop-key-pair.ts'
import { type ProofAlgorithm, proofAlgorithms } from './proof-algorithm.ts'

it('has asymmetric algorithms alone', () => {
  expect(Object.keys(proofAlgorithms)).toEqual(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256', 'RS256'])
})

it.each(Object.keys(proofAlgorithms) as ProofAlgorithm[])('describes the keys for %s as they are', async (name) => {
  const { kty, crv, coordinateLength } = proofAlgorithms[name]
  const { publicJwk } = await DPoPKeyPair.generate({ algorithm: name === 'Ed25519' ? 'EdDSA' : name })
  expect(publicJwk).toMatchObject(crv === undefined ? { kty } : { kty, crv })
  if ('x' in publicJwk) expect(publicJwk.x).toHaveLength(coordinateLength!)
})
