import { describe, expect, it } from 'vitest'
import { fromHttpResponse } from './from-http-response.ts'

function answer(status: number, body?: unknown, headers: Record<string, string> = {}): Response {
  return new Response(body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body), { status, headers })
}

describe('fromHttpResponse', () => {
  it.each([
    [401, 'invalid_client', 'InvalidCredentialsError', 'AUTH_1004'],
    [400, 'invalid_grant', 'InvalidGrantError', 'VAL_2004'],
    [400, 'invalid_scope', 'InvalidScopeError', 'VAL_2003'],
    [401, 'invalid_token', 'TokenInvalidError', 'AUTH_1002'],
    [403, 'insufficient_scope', 'InsufficientScopeError', 'AUTH_1006'],
    [401, 'insufficient_user_authentication', 'StepUpRequiredError', 'AUTH_1007'],
    [400, 'access_denied', 'AccessDeniedError', 'AUTH_1010'],
    [400, 'expired_token', 'AuthorizationExpiredError', 'AUTH_1011'],
    [400, 'login_required', 'LoginRequiredError', 'AUTH_1009'],
    [400, 'interaction_required', 'LoginRequiredError', 'AUTH_1009'],
    [400, 'consent_required', 'LoginRequiredError', 'AUTH_1009'],
    [400, 'temporarily_unavailable', 'ServiceUnavailableError', 'SRV_5002'],
    [400, 'server_error', 'ServerError', 'SRV_5001'],
    [400, 'invalid_dpop_proof', 'DPoPError', 'DPOP_6002'],
    [400, 'use_dpop_nonce', 'DPoPError', 'DPOP_6003'],
    [400, 'invalid_request', 'ValidationError', 'VAL_2001'],
    [400, 'constructor', 'ValidationError', 'VAL_2001'],
  ])('%i %s is a %s', async (status, oauthError, name, code) => {
    const error = await fromHttpResponse(answer(status, { error: oauthError, error_description: 'why' }), { correlationId: 'c' })
    expect(error).toMatchObject({ name, code, statusCode: status, correlationId: 'c', details: { oauthError } })
    expect(error.message).toBe(`the server answered ${status} ${oauthError} why`)
  })

  it.each([
    [302, 'ProtocolError'],
    [400, 'ValidationError'],
    [401, 'UnauthorizedError'],
    [403, 'AccessDeniedError'],
    [404, 'ValidationError'],
    [429, 'RateLimitError'],
    [500, 'ServerError'],
    [502, 'ServerError'],
    [503, 'ServiceUnavailableError'],
  ])('%i without a body is a %s', async (status, name) => {
    expect(await fromHttpResponse(answer(status))).toMatchObject({ name, statusCode: status })
  })

  it('an outage or a limit is never a bad credential, whatever its body says', async () => {
    expect(await fromHttpResponse(answer(503, { error: 'invalid_client' }))).toMatchObject({ name: 'ServiceUnavailableError' })
    expect(await fromHttpResponse(answer(429, { error: 'invalid_grant' }))).toMatchObject({ name: 'RateLimitError' })
  })

  it('a 429 with Retry-After 60 gives retryAfterSeconds 60, and a date is compared with the clock', async () => {
    expect(await fromHttpResponse(answer(429, {}, { 'retry-after': '60' }))).toMatchObject({ retryAfterSeconds: 60 })
    const now = (): number => Date.parse('2026-11-23T12:00:00Z')
    const response = answer(503, {}, { 'retry-after': 'Mon, 23 Nov 2026 12:00:07 GMT' })
    expect(await fromHttpResponse(response, { now })).toMatchObject({ retryAfterSeconds: 7 })
  })

  it('a demand for a nonce carries the nonce', async () => {
    const error = await fromHttpResponse(answer(400, { error: 'use_dpop_nonce' }, { 'dpop-nonce': 'n-1' }))
    expect(error).toMatchObject({ dpopNonce: 'n-1' })
  })

  it.each([
    ['HTML', '<html>oops</html>'],
    ['broken JSON', '{"error":'],
    ['an array', '["invalid_client"]'],
    ['null', 'null'],
    ['a number', '7'],
    ['an error that is no string', '{"error":{"toString":"x"}}'],
  ])('%s as a body is safe: the status decides', async (_, body) => {
    expect(await fromHttpResponse(answer(400, body))).toMatchObject({
      name: 'ValidationError',
      message: 'the server answered 400',
      details: {},
    })
  })

  it('quotes nothing from outside that is not printable, and no more than 200 characters of it', async () => {
    const error = await fromHttpResponse(answer(400, { error: 'x<script>\r\n\u202e', error_description: 'y'.repeat(10_000) }))
    expect(error.message).toBe(`the server answered 400 x?script????? ${'y'.repeat(200)}`.replace('?????', '????'))
  })

  it('reads little more than 64 KiB of an endless body, and cancels the rest', async () => {
    let pulled = 0
    let isCancelled = false
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(16_384).fill(32, 0, (pulled += 16_384) && undefined)),
      cancel: () => void (isCancelled = true),
    })
    expect(await fromHttpResponse(new Response(body, { status: 500 }))).toMatchObject({ name: 'ServerError' })
    expect(isCancelled).toBe(true)
    expect(pulled).toBeLessThanOrEqual(65_536 + 2 * 16_384)
  })

  it('a body that breaks off, or was read before, is safe', async () => {
    const broken = new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) }), { status: 502 })
    expect(await fromHttpResponse(broken)).toMatchObject({ name: 'ServerError', statusCode: 502 })
    const used = answer(400, { error: 'invalid_grant' })
    await used.text()
    expect(await fromHttpResponse(used)).toMatchObject({ name: 'ValidationError' })
  })
})
