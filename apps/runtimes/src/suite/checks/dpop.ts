import type { DPoPError } from '@auth/core-errors'
import { type DPoPAlgorithm, DPoPKeyPair, DPoPNonceIssuer, DPoPVerifier, MemoryReplayStore } from '@auth/pkce-dpop/dpop'
import type { Check } from '../check.ts'
import { expectEqual, expectRefusal } from '../expect.ts'

const request = { method: 'POST', url: 'https://api.example/orders', accessToken: 'an access token' }
const algorithms: readonly DPoPAlgorithm[] = ['ES256', 'ES384', 'ES512', 'EdDSA', 'PS256', 'RS256']

const provesAndVerifies: Check = {
  name: `dpop: proofs by ${algorithms.join(', ')}`,
  async run() {
    const verifier = new DPoPVerifier({ replayStore: new MemoryReplayStore() })
    for (const algorithm of algorithms) {
      const keyPair = await DPoPKeyPair.generate({ algorithm })
      const proof = await keyPair.createProof(request)
      const verified = await verifier.verify({ ...request, proof, boundThumbprint: keyPair.thumbprint })
      expectEqual([verified.algorithm, verified.thumbprint], [algorithm, keyPair.thumbprint], 'algorithm and key of the proof')
      expectEqual(keyPair.keys.privateKey.extractable, false, 'whether the private key can be read')
    }
  },
}

const refusesOthers: Check = {
  name: 'dpop: a proof for another request, token or key is refused',
  async run() {
    const verifier = new DPoPVerifier({ replayStore: new MemoryReplayStore() })
    const [keyPair, thief] = [await DPoPKeyPair.generate(), await DPoPKeyPair.generate()]
    const presented = { ...request, boundThumbprint: keyPair.thumbprint }
    const refused = async (proof: string): Promise<unknown> =>
      (await expectRefusal(() => verifier.verify({ ...presented, proof }), 'DPOP_6002')).details['check']
    expectEqual(await refused(await keyPair.createProof({ ...request, method: 'GET' })), 'htm', 'the check of the method')
    expectEqual(await refused(await keyPair.createProof({ ...request, url: 'https://api.example/' })), 'htu', 'the check of the address')
    expectEqual(await refused(await keyPair.createProof({ ...request, accessToken: 'other' })), 'ath', 'the check of the token')
    expectEqual(await refused(await thief.createProof(request)), 'binding', 'the check of the key')
    const proof = await keyPair.createProof(request)
    const forged = proof.replace(/[^.]{10}$/, 'AAAAAAAAAA')
    expectEqual(await refused(forged), 'signature', 'the check of the signature')
  },
}

const refusesReplays: Check = {
  name: 'dpop: of the same proof twenty times at once, one passes',
  async run() {
    const verifier = new DPoPVerifier({ replayStore: new MemoryReplayStore() })
    const proof = await (await DPoPKeyPair.generate()).createProof(request)
    const attempts = Array.from({ length: 20 }, () => verifier.verify({ ...request, proof }))
    const outcomes = await Promise.allSettled(attempts)
    const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as DPoPError).code : 'passed'))
    expectEqual(codes.filter((code) => code === 'passed').length, 1, 'proofs that passed')
    expectEqual(codes.filter((code) => code === 'DPOP_6004').length, 19, 'proofs that were refused as used')
  },
}

const asksForNonces: Check = {
  name: 'dpop: nonces are asked for, taken, and grow old',
  async run() {
    let milliseconds = Date.now()
    const now = (): number => milliseconds
    const nonce = new DPoPNonceIssuer({ secrets: [crypto.getRandomValues(new Uint8Array(32))], lifetimeSeconds: 60, now })
    const verifier = new DPoPVerifier({ replayStore: new MemoryReplayStore(), nonce, now })
    const keyPair = await DPoPKeyPair.generate({ now })
    const verify = async (dpopNonce?: string): Promise<unknown> =>
      verifier.verify({ ...request, proof: await keyPair.createProof({ ...request, nonce: dpopNonce }) })
    const first = await expectRefusal(() => verify(), 'DPOP_6003')
    const { dpopNonce } = first as DPoPError
    expectEqual(typeof dpopNonce, 'string', 'the nonce of the refusal')
    await verify(dpopNonce)
    milliseconds += 120_000
    const second = await expectRefusal(() => verify(dpopNonce), 'DPOP_6003')
    expectEqual((second as DPoPError).dpopNonce === dpopNonce, false, 'the same nonce again')
  },
}

export const dpopChecks: readonly Check[] = [provesAndVerifies, refusesOthers, refusesReplays, asksForNonces]
