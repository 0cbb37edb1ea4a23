import { InvalidConfigError, KeysUnavailableError } from '@auth/core-errors'
import { createTestIssuer, type TestIssuer } from '@auth/tokens/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { createRouteGuard, type RouteGuard } from './create-route-guard.ts'
import type { TokenClaims } from '@auth/tokens'

let issuer: TestIssuer
let guard: RouteGuard<TokenClaims>

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: 'api' })
  guard = createRouteGuard({ issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now })
})

const url = 'https://shop.example/api/orders'

async function bearer(claims?: Record<string, unknown>): Promise<Request> {
  return new Request(url, { headers: { authorization: `Bearer ${await issuer.sign(claims)}` } })
}

describe('createRouteGuard', () => {
  it('runs the handler for a good token, with what Next.js gave it and who calls', async () => {
    const GET = guard<{ params: Promise<{ id: string }> }>(async (_request, { params, auth }) =>
      Response.json({ ...(await params), sub: auth.claims.sub }, { status: 201 }),
    )
    const response = await GET(await bearer({ sub: 'alice' }), { params: Promise.resolve({ id: '7' }) })
    expect(response.status).toBe(201)
    expect(await response.json()).toEqual({ id: '7', sub: 'alice' })
  })

  it.each([
    ['no token', async () => new Request(url), 401, 'AUTH_1005'],
    ['an expired token', async () => bearer({ exp: 1 }), 401, 'AUTH_1001'],
    ['a missing scope', async () => bearer({ scope: 'profile' }), 403, 'AUTH_1006'],
  ])('answers %s without running the handler', async (_, request, status, code) => {
    let ran = false
    const GET = guard(
      () => {
        ran = true
        return new Response()
      },
      { scopes: ['orders:read'] },
    )
    const response = await GET(await request(), {})
    expect(response.status).toBe(status)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toMatchObject({ code })
    expect(ran).toBe(false)
  })

  it('an outage is 503 with Retry-After', async () => {
    const closed = createRouteGuard({
      validator: { validate: () => Promise.reject(new KeysUnavailableError('down', { retryAfterSeconds: 3 })) },
    })
    const response = await closed(() => new Response())(new Request(url, { headers: { authorization: 'Bearer x' } }), {})
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('3')
  })

  it('leaves what the handler throws to Next.js, and its response as it is', async () => {
    const request = await bearer()
    const thrown = new Error('NEXT_REDIRECT')
    await expect(
      guard(() => {
        throw thrown
      })(request, {}),
    ).rejects.toBe(thrown)
    const redirected = await guard(() => Response.redirect('https://shop.example/', 303))(request, {})
    expect([redirected.status, redirected.headers.get('location')]).toEqual([303, 'https://shop.example/'])
    expect((await guard(() => new Response(null, { status: 204 }))(request, {})).status).toBe(204)
  })

  it('refuses bad options and requirements at once, naming them', () => {
    expect(() => createRouteGuard({ issuer: 'https://as.example' } as never)).toThrow(InvalidConfigError)
    expect(() => guard(() => new Response(), { scopes: '' } as never)).toThrow(
      expect.objectContaining({ details: { option: 'requirements.scopes' } }),
    )
    expect(() => guard('handler' as never)).toThrow(expect.objectContaining({ details: { option: 'handler' } }))
  })
})
