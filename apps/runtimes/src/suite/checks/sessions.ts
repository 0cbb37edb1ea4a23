import { type SessionConfig, SessionManager } from '@auth/client/session'
import { createTestIssuer, type TestIssuer } from '@auth/tokens/testing'
import type { Check } from '../check.ts'
import { expectEqual, expectRefusal } from '../expect.ts'
import type { World } from '../world.ts'

const publicUrl = 'https://app.example'
const secrets = ['the newest secret of this application', 'the one that it had before this one']

/** A provider that signs whoever comes in, and whose token endpoint answers every code and every refresh token once. */
function answerTokens(issuer: TestIssuer): typeof fetch {
  const used = new Set<string>()
  return async (input, init) => {
    const request = new Request(input, init)
    if (!request.url.endsWith('/token')) return issuer.fetch(input, init)
    const form = new URLSearchParams(await request.text())
    const kind = form.has('code') ? 'code' : 'refresh_token'
    const value = form.get(kind) ?? ''
    if (used.has(value)) return Response.json({ error: 'invalid_grant' }, { status: 400 })
    used.add(value)
    const idToken = kind === 'code' ? { id_token: await issuer.sign({ aud: 'web', nonce: value, sub: 'ada' }, { typ: 'JWT' }) } : {}
    const accessToken = `after ${kind}`
    return Response.json({ access_token: accessToken, token_type: 'Bearer', expires_in: 600, refresh_token: `${value}+`, ...idToken })
  }
}

function createManager(issuer: TestIssuer, transport: typeof fetch, more: Partial<SessionConfig> = {}): SessionManager {
  const { now } = issuer
  const config = { baseUrl: issuer.issuer, clientId: 'web', clientSecret: 'secret', publicUrl, secret: secrets, scopes: ['openid'] }
  return new SessionManager({ ...config, fetch: transport, now, ...more })
}

const signsIn: Check = {
  name: 'sessions: a sign-in, one refresh for many requests, a new secret, a sign-out',
  async run({ traits }: World) {
    if (!traits.hasCookieHeaders) return
    const issuer = await createTestIssuer()
    const transport = answerTokens(issuer)
    const manager = createManager(issuer, transport)
    const cookies = new Map<string, string>()
    const keep = (headers: Headers): void => {
      for (const line of headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (line.includes('Max-Age=0')) cookies.delete(name)
        else cookies.set(name, value)
      }
    }
    const toRequest = (path: string, init: RequestInit = {}): Request => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      return new Request(`${publicUrl}${path}`, { ...init, headers: { cookie, 'sec-fetch-site': 'same-origin' } })
    }
    const visit = async (path: string, init?: RequestInit): Promise<Response> => {
      const response = await manager.handle(toRequest(path, init))
      keep(response.headers)
      return response
    }
    const sent = new URL((await visit('/auth/login?returnTo=/orders')).headers.get('location') ?? '')
    const { state = '', nonce = '' } = Object.fromEntries(sent.searchParams)
    const back = await visit(`/auth/callback?${String(new URLSearchParams({ code: nonce, state }))}`)
    expectEqual([back.status, back.headers.get('location')], [303, `${publicUrl}/orders`], 'where the callback leads')
    expectEqual(
      await (await visit('/auth/session')).json().then(({ user }) => user),
      { sub: 'ada', client_id: 'test-client' },
      'who is signed in',
    )
    issuer.advance(601)
    const request = toRequest('/')
    const tokens = await Promise.all([1, 2, 3].map(() => manager.getAccessToken(request)))
    expectEqual(new Set(tokens.map(({ accessToken }) => accessToken)).size, 1, 'tokens for three requests at once')
    keep(tokens[0]!.headers)
    const rotated = createManager(issuer, transport, { secret: ['another secret, which is the newest one', ...secrets] })
    keep((await rotated.update(toRequest('/'))).headers)
    expectEqual((await rotated.read(toRequest('/'))).kind, 'active', 'the session under a new secret')
    expectEqual((await manager.read(toRequest('/'))).kind, 'none', 'the session where the new secret is not known')
    keep((await rotated.signOut(toRequest('/'))).headers)
    expectEqual([...cookies], [], 'the cookies after the sign-out')
    await expectRefusal(() => rotated.getAccessToken(toRequest('/')), 'AUTH_1009')
    await manager.close()
    await rotated.close()
  },
}

export const sessionChecks: readonly Check[] = [signsIn]
