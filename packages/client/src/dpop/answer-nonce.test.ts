import { describe, expect, it } from 'vitest'
import { answerNonce, type NonceDialogue } from './answer-nonce.ts'
import { DPoPProver } from './dpop-prover.ts'

const url = 'https://server.example/'
const dpop = new DPoPProver({ algorithm: 'ES256', keyPair: undefined }, Date.now)

async function dialogue(first: Response, more: Partial<NonceDialogue> = {}): Promise<{ sent: unknown[]; last: Response }> {
  const sent: unknown[] = []
  const last = await answerNonce({ dpop, url, server: 'authorization', ...more }, async (nonce) => {
    sent.push(nonce)
    return sent.length === 1 ? first : new Response('second')
  })
  return { sent, last }
}

const headers = { 'dpop-nonce': 'n' }
const body = JSON.stringify({ error: 'use_dpop_nonce' })
const challenge = { ...headers, 'www-authenticate': 'DPoP error="use_dpop_nonce"' }

describe('answerNonce', () => {
  it.each([400, 401])('sends again, with the nonce of this very answer, after a %i of an authorization server', async (status) => {
    const { sent, last } = await dialogue(new Response(body, { status, headers }))
    expect(sent).toEqual([undefined, 'n'])
    expect(await last.text()).toBe('second')
  })

  it('sends again after a 401 of a resource server', async () => {
    const { sent } = await dialogue(new Response(null, { status: 401, headers: challenge }), { server: 'resource' })
    expect(sent).toEqual([undefined, 'n'])
  })

  it.each([
    ['no nonce came', new Response(body, { status: 400 }), {}],
    ['the client uses no DPoP', new Response(body, { status: 400, headers }), { dpop: undefined }],
    ['the error is another', new Response('{"error":"invalid_grant"}', { status: 400, headers }), {}],
    ['the body is no JSON', new Response('use_dpop_nonce', { status: 400, headers }), {}],
    ['the status is another', new Response(body, { status: 200, headers }), {}],
    ['a resource server says it in its body', new Response(body, { status: 401, headers }), { server: 'resource' as const }],
    [
      'it is not DPoP that asks',
      new Response(null, { status: 401, headers: { ...headers, 'www-authenticate': 'Bearer error="use_dpop_nonce"' } }),
      { server: 'resource' as const },
    ],
  ])('hands the answer back, unread, when %s', async (_, first, more) => {
    const { sent, last } = await dialogue(first, more)
    expect(sent).toEqual([undefined])
    expect(last).toBe(first)
    expect(last.bodyUsed).toBe(false)
  })
})
