import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { DPoPProver } from './dpop-prover.ts'

const now = (): number => 1_700_000_000_000
const withNonce = (nonce: string): Response => new Response(null, { headers: { 'dpop-nonce': nonce } })

async function nonceFor(prover: DPoPProver, url: string): Promise<unknown> {
  return decodeJwt(await prover.prove({ method: 'GET', url }))['nonce']
}

describe('DPoPProver', () => {
  it('uses the configured key pair, or makes one, once', async () => {
    const keyPair = await DPoPKeyPair.generate()
    expect(await new DPoPProver({ algorithm: 'ES256', keyPair }, now).keyPair()).toBe(keyPair)
    const prover = new DPoPProver({ algorithm: 'ES384', keyPair: undefined }, now)
    expect(prover.thumbprint).toBeUndefined()
    const [one, two] = await Promise.all([prover.keyPair(), prover.keyPair()])
    expect(one).toBe(two)
    expect(one.algorithm).toBe('ES384')
    expect(prover.thumbprint).toBe(one.thumbprint)
  })

  it('keeps the last nonce of each origin, and no other than a sensible one', async () => {
    const prover = new DPoPProver({ algorithm: 'ES256', keyPair: undefined }, now)
    expect(prover.learn('https://a.example/x', withNonce('a1'))).toBe('a1')
    prover.learn('https://b.example/x', withNonce('b1'))
    prover.learn('https://a.example/y', withNonce('a2'))
    expect(prover.learn('https://a.example/x', new Response())).toBeUndefined()
    expect(prover.learn('https://a.example/x', withNonce('n'.repeat(2000)))).toBeUndefined()
    expect(await nonceFor(prover, 'https://a.example/z')).toBe('a2')
    expect(await nonceFor(prover, 'https://b.example/z')).toBe('b1')
    expect(await nonceFor(prover, 'https://a.example:8443/z')).toBeUndefined()
  })

  it('forgets the origins that were silent the longest', async () => {
    const prover = new DPoPProver({ algorithm: 'ES256', keyPair: undefined }, now)
    for (let index = 0; index < 300; index++) prover.learn(`https://h${index}.example/`, withNonce(`n${index}`))
    expect(await nonceFor(prover, 'https://h0.example/')).toBeUndefined()
    expect(await nonceFor(prover, 'https://h299.example/')).toBe('n299')
  })
})
