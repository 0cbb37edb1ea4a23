import fc from 'fast-check'
import { AuthPlatformError, InvalidCredentialsError, ProtocolError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { parseTokenResponse } from './parse-token-response.ts'

const context = { requestedScopes: ['a', 'b'], tokenType: 'bearer' as const, now: () => 1_700_000_000_500 }

function parse(body: unknown, status = 200): ReturnType<typeof parseTokenResponse> {
  return parseTokenResponse(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }), context)
}

describe('parseTokenResponse', () => {
  it('reads what a provider answers, ignoring members that it does not know', async () => {
    const raw = { access_token: 't', token_type: 'bEARER', expires_in: 60, scope: 'a  c', extra: 1 }
    expect(await parse(raw)).toEqual({ accessToken: 't', tokenType: 'bEARER', expiresAt: 1_700_000_060, scopes: ['a', 'c'], raw })
  })

  it('no scope means as requested, no expires_in means that it is not known', async () => {
    const response = await parse({ access_token: 't', token_type: 'Bearer' })
    expect(response.scopes).toEqual(['a', 'b'])
    expect(response).not.toHaveProperty('expiresAt')
  })

  it.each([
    ['no access_token', { token_type: 'Bearer' }, 'access_token'],
    ['an empty access_token', { access_token: '', token_type: 'Bearer' }, 'access_token'],
    ['no token_type', { access_token: 't' }, 'token_type'],
    ['a token_type that was not asked for', { access_token: 't', token_type: 'mac' }, 'token_type'],
    ['a negative lifetime', { access_token: 't', token_type: 'Bearer', expires_in: -1 }, 'expires_in'],
    ['a lifetime that is no number', { access_token: 't', token_type: 'Bearer', expires_in: null }, 'expires_in'],
    ['a lifetime past all numbers', '{"access_token":"t","token_type":"Bearer","expires_in":1e309}', 'expires_in'],
    ['a scope that is no text', { access_token: 't', token_type: 'Bearer', scope: ['a'] }, 'scope'],
    ['an array', [], 'json'],
    ['null', null, 'json'],
    ['HTML', '<html>', 'json'],
    ['nothing', '', 'json'],
  ])('%s breaks the protocol', async (_, body, check) => {
    await expect(parse(body)).rejects.toThrow(ProtocolError)
    await expect(parse(body)).rejects.toMatchObject({ details: { check } })
  })

  it('a 404 tells to look at the address', async () => {
    await expect(parse('', 404)).rejects.toMatchObject({
      code: 'SRV_5003',
      statusCode: 404,
      message: expect.stringContaining('check baseUrl'),
    })
  })

  it('a refusal becomes its typed error', async () => {
    await expect(parse({ error: 'invalid_client' }, 401)).rejects.toThrow(InvalidCredentialsError)
  })

  it('property: whatever comes, a token or a typed error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (body) => {
        await parse(body).catch((error: unknown) => expect(error).toBeInstanceOf(AuthPlatformError))
      }),
    )
  })
})
