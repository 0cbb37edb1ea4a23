import { describe, expect, it } from 'vitest'
import { readAnswer } from './read-answer.ts'

const answer = (status: number, body: string): Promise<unknown> => readAnswer(new Response(body, { status }))

describe('readAnswer', () => {
  it('gives the members of a good answer, and none of what is no object', async () => {
    expect(await answer(200, '{"a":1}')).toEqual({ a: 1 })
    for (const body of ['', '<html>', '7', 'null', '"text"']) expect(Object(await answer(200, body))['access_token']).toBeUndefined()
  })

  it.each([
    [400, '{"error":"invalid_grant"}', 'VAL_2004', { oauthError: 'invalid_grant' }],
    [400, '{"error":"invalid_dpop_proof"}', 'DPOP_6002', { oauthError: 'invalid_dpop_proof' }],
    [401, '{"error":"invalid_client"}', 'VAL_2001', { oauthError: 'invalid_client' }],
    [403, '<html>', 'SRV_5003', {}],
    [400, '{"error":7}', 'SRV_5003', {}],
    [404, '', 'SRV_5003', {}],
    [429, '{"error":"invalid_grant"}', 'RATE_4001', {}],
    [500, '{"error":"invalid_grant"}', 'SRV_5002', {}],
    [503, '', 'SRV_5002', {}],
  ])('%i %s is the error %s', async (status, body, code, details) => {
    await expect(answer(status, body)).rejects.toThrow(expect.objectContaining({ code, details }))
  })

  it('takes nothing into a message that could do harm there', async () => {
    const body = JSON.stringify({ error: 'invalid_grant', error_description: '<script>alert(1)</script>\u0000' })
    await expect(answer(400, body)).rejects.toThrow('the provider answered invalid_grant: ?script?alert(1)?/script??')
  })
})
