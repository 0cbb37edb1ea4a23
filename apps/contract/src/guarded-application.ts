import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import { type Issuer, startIssuer } from 'issuer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** What an application is to be made with. */
export interface GuardOptions {
  readonly issuer: string
  readonly audience: string
  readonly publicUrl: string
  readonly allowInsecureLoopback: true
}

/** An application that listens on a free port of loopback. */
export interface RunningApplication {
  readonly origin: string
  readonly close: () => Promise<unknown>
}

const audience = 'https://api.example.com'
const publicUrl = 'https://public.example'
const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } })

/** The rules for an application whose `/health` is open, whose `/me` tells the subject, and whose POST `/orders` needs `orders:write`. */
export function describeGuardedApplication(name: string, serve: (options: GuardOptions) => Promise<RunningApplication>): void {
  describe(name, () => {
    const applications: RunningApplication[] = []
    let issuer: Issuer
    let origin: string

    async function start(): Promise<string> {
      const application = await serve({ issuer: issuer.issuer, audience, publicUrl, allowInsecureLoopback: true })
      applications.push(application)
      return application.origin
    }

    beforeAll(async () => {
      issuer = await startIssuer({ audience })
      origin = await start()
    })
    afterAll(async () => {
      await Promise.all(applications.map(({ close }) => close()))
      await issuer.close()
    })

    it('serves open routes without a token', async () => {
      expect((await fetch(`${origin}/health`)).status).toBe(200)
    })

    it('lets a good token through, and its handler know whose it is', async () => {
      const answer = await fetch(`${origin}/me`, bearer(await issuer.signAccessToken({ sub: 'ada' })))
      expect([answer.status, await answer.json()]).toEqual([200, { subject: 'ada' }])
    })

    it('challenges a request without a token', async () => {
      const answer = await fetch(`${origin}/me`)
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Bearer')])
      expect(await answer.json()).toMatchObject({ code: 'AUTH_1005' })
    })

    it('refuses an expired token', async () => {
      const answer = await fetch(`${origin}/me`, bearer(await issuer.signAccessToken({ exp: 1 })))
      expect([answer.status, await answer.json()]).toEqual([401, expect.objectContaining({ code: 'AUTH_1001' })])
    })

    it('refuses a token without the scope, and names the scope', async () => {
      const init = { method: 'POST', ...bearer(await issuer.signAccessToken({ scope: 'orders:read' })) }
      const answer = await fetch(`${origin}/orders`, init)
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([403, expect.stringContaining('scope="orders:write"')])
    })

    it('takes a proof of possession for its public address once', async () => {
      const keyPair = await DPoPKeyPair.generate()
      const accessToken = await issuer.signAccessToken({ cnf: { jkt: keyPair.thumbprint } })
      const dpop = await keyPair.createProof({ method: 'POST', url: `${publicUrl}/orders`, accessToken })
      const order = () => fetch(`${origin}/orders`, { method: 'POST', headers: { authorization: `DPoP ${accessToken}`, dpop } })
      expect((await order()).status).toBe(201)
      expect(await (await order()).json()).toMatchObject({ code: 'DPOP_6004' })
    })

    it('refuses a header that came twice', async () => {
      const headers: [string, string][] = [
        ['authorization', `Bearer ${await issuer.signAccessToken()}`],
        ['authorization', 'Bearer other'],
      ]
      const { port } = new URL(origin)
      const outgoing = request({ host: '127.0.0.1', port, path: '/me', headers: headers.flat() })
      const [answer] = (await once(outgoing.end(), 'response')) as [IncomingMessage]
      answer.resume()
      expect(answer.statusCode).toBe(400)
    })

    it('tells an outage from a bad token: 503 with Retry-After', async () => {
      const token = await issuer.signAccessToken()
      await issuer.fail('down')
      try {
        const answer = await fetch(`${await start()}/me`, bearer(token))
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)])
        expect((await fetch(`${origin}/me`, bearer(token))).status).toBe(200) // its keys are in memory
      } finally {
        await issuer.fail('none')
      }
    })
  })
}
