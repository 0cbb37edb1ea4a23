import { describe, expect, it } from 'vitest'
import { attemptsWith, itSendsAttempts } from '../test/send-attempts-contract.ts'
import { sendAttempts } from './send-with-ky.ts'

describe('sendAttempts, with ky', () => {
  itSendsAttempts(sendAttempts)

  it('shows ky neither the headers nor the body', async () => {
    const seen: unknown[][] = []
    const attempt = (...args: unknown[]): Promise<Response> => {
      seen.push(args)
      return Promise.resolve(new Response('answer'))
    }
    await sendAttempts(attemptsWith({ method: 'POST', attempt }))
    const request = seen[0]?.[0] as Request
    expect([request.url, request.body, [...request.headers]]).toEqual(['https://id.example/keys', null, []])
  })
})
