import { describe, expect, it } from 'vitest'
import { createTestIssuer } from './testing/index.ts'
import { verifyClientToken } from './verify-client-token.ts'

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })

async function setUp() {
  const issuer = await createTestIssuer({ audience: 'me' })
  return { issuer, options: { issuer: issuer.issuer, clientId: 'me', now: issuer.now, clockToleranceSeconds: 3 } }
}

describe('verifyClientToken', () => {
  it('answers the decoded token, frozen, and the clock that it was judged by', async () => {
    const { issuer, options } = await setUp()
    const { payload, clock } = await verifyClientToken(await issuer.sign(), options, {
      types: ['at+jwt'],
      verifySignature: async () => undefined,
    })
    expect(payload).toMatchObject({ aud: 'me' })
    expect(Object.isFrozen(payload)).toBe(true)
    expect(clock).toEqual({ now: issuer.now, clockToleranceSeconds: 3 })
  })

  it('checks the type first, then the signature, and only then what the token says', async () => {
    const { issuer, options } = await setUp()
    const order: string[] = []
    const kind = {
      types: ['jwt', undefined],
      verifySignature: async () => {
        order.push('signature')
        throw new Error('forged')
      },
    }
    await expect(verifyClientToken(await issuer.sign({ exp: 1 }), options, kind)).rejects.toThrow(refusal('typ'))
    expect(order).toEqual([])
    await expect(verifyClientToken(await issuer.sign({ exp: 1, iss: 'x' }, { typ: 'JWT' }), options, kind)).rejects.toThrow('forged')
  })

  it.each([
    ['iss', { iss: 'x' }, 'expected "https://issuer.test", got "x"'],
    ['aud', { aud: 'x' }, 'expected "me", got "x"'],
    ['iat', { iat: undefined }, 'token has no "iat"'],
    ['exp', { exp: undefined }, 'token has no "exp"'],
  ])('refuses by %s', async (check, claims, message) => {
    const { issuer, options } = await setUp()
    const kind = { types: ['at+jwt'], verifySignature: async () => undefined }
    const answer = verifyClientToken(await issuer.sign(claims), options, kind)
    await expect(answer).rejects.toThrow(refusal(check))
    await expect(answer).rejects.toThrow(message)
  })
})
