import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createProver } from './create-prover.ts'

let keyPair: DPoPKeyPair
beforeAll(async () => {
  keyPair = await DPoPKeyPair.generate()
})

const demandInBody = (nonce?: string): Response =>
  new Response('{"error":"use_dpop_nonce"}', { status: 400, headers: nonce ? { 'dpop-nonce': nonce } : {} })
const demandInChallenge = (nonce: string): Response =>
  new Response('', { status: 401, headers: { 'dpop-nonce': nonce, 'www-authenticate': 'DPoP error="use_dpop_nonce"' } })

/** Sends one request to a server that gives these answers, and tells the nonces of the proofs. */
async function send(prover: ReturnType<typeof createProver>, url: string, answers: Response[]) {
  const nonces: unknown[] = []
  const response = await prover.send({ method: 'POST', url, accessToken: 't' }, async (proof) => {
    nonces.push(decodeJwt(proof!)['nonce'])
    return answers.shift()!
  })
  return { status: response.status, nonces, text: await response.text() }
}

describe('createProver', () => {
  it.each([demandInBody, demandInChallenge])('RFC 9449 §8, §9: answers a demand for a nonce once', async (demand) => {
    const prover = createProver(keyPair)
    expect(await send(prover, 'https://a.test/', [demand('one'), new Response('ok')])).toEqual({
      status: 200,
      nonces: [undefined, 'one'],
      text: 'ok',
    })
    const again = await send(prover, 'https://a.test/', [demand('two'), demand('three')])
    expect(again.nonces).toEqual(['one', 'two'])
  })

  it('keeps the nonce of every answer, for its origin alone', async () => {
    const prover = createProver(keyPair)
    await send(prover, 'https://a.test/x', [new Response('', { headers: { 'dpop-nonce': 'a' } })])
    await send(prover, 'https://b.test/', [new Response('', { status: 500, headers: { 'dpop-nonce': 'b' } })])
    expect((await send(prover, 'https://a.test/y', [new Response('')])).nonces).toEqual(['a'])
    expect((await send(prover, 'https://b.test/', [new Response('')])).nonces).toEqual(['b'])
    expect((await send(prover, 'https://c.test/', [new Response('')])).nonces).toEqual([undefined])
  })

  it('hands over what is no demand, its body unread', async () => {
    const refusal = new Response('{"error":"invalid_grant"}', { status: 400, headers: { 'dpop-nonce': 'n' } })
    for (const answer of [demandInBody(), refusal]) {
      const { status, nonces, text } = await send(createProver(keyPair), 'https://a.test/', [answer])
      expect([status, nonces.length, text]).toEqual([400, 1, expect.stringContaining('error')])
    }
  })

  it('names the key that codes are bound to', () => {
    expect(createProver(keyPair).thumbprint).toBe(keyPair.thumbprint)
  })
})
