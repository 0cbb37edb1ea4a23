import { DPoPKeyPair } from '@auth/pkce-dpop'
import { createTestIssuer } from '@auth/tokens/testing'
import express, { type Request, type Response } from 'express'
import { describe, expect, it } from 'vitest'
import { createExpressAuth } from '../src/index.ts'
import { serve } from './serve.ts'

const publicUrl = 'https://api.example'
const issuer = await createTestIssuer({ audience: 'api' })
const attacks = await issuer.attackTokens()
const options = { issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now, publicUrl }

function createApp(): express.Express {
  const { requireAuth, requiredScopes } = createExpressAuth(options)
  const app = express()
  const tell = (request: Request, response: Response): void => void response.json({ sub: request.auth?.claims.sub })
  app.get('/me', requireAuth(), tell)
  app.get('/admin/users', requiredScopes('admin'), tell)
  return app
}

/** The attacks that HTTP and the header's grammar let through to the check itself. */
const sendable = attacks.filter(({ token }) => /^[\x21-\x7e]{1,8000}$/.test(token))

describe('no attack on a token passes', () => {
  it.each(sendable.map(({ name, attacks: about, token, code }) => [name, about, token, code] as const))(
    '%s: %s',
    async (_, __, token, code) => {
      await using server = await serve(createApp())
      for (const scheme of ['Bearer', 'DPoP']) {
        expect(await server.send('/me', { authorization: `${scheme} ${token}` })).toMatchObject({ status: 401, body: { code } })
      }
    },
  )

  it('most of them travel over HTTP', () => {
    expect(sendable.length).toBeGreaterThan(attacks.length * 0.8)
  })
})

describe('headers', () => {
  it('CVE-2026-73418, CVE-2022-31093: whatever stands in a header, the answer is typed and never 500', async () => {
    await using server = await serve(createApp())
    const pieces = [
      '',
      '%',
      '%00',
      ' ',
      '.',
      '..',
      '...',
      '=',
      '"',
      '\\',
      ',',
      ';',
      'é',
      '\t',
      '{}',
      'eyJ',
      'Bearer',
      'undefined',
      '__proto__',
    ]
    for (const scheme of ['Bearer', 'DPoP', '']) {
      for (const piece of pieces) {
        for (const credential of [piece, `a${piece}b`, `a.${piece}.c`, piece.repeat(50)]) {
          const { status, body } = await server.send('/me', { authorization: `${scheme} ${credential}`, dpop: credential })
          expect([status, typeof body['code']], credential).toEqual([expect.toSatisfy((each) => each === 400 || each === 401), 'string'])
        }
      }
    }
    expect(await server.send('/me', { authorization: 'Bearer %' })).toMatchObject({ status: 401, body: { code: 'AUTH_1002' } })
  })

  it('CVE-2026-47673: a good token under another scheme is none', async () => {
    await using server = await serve(createApp())
    const token = await issuer.sign()
    for (const scheme of ['Basic', 'Token', 'JWT', 'Bearer:', 'BearerX', 'Negotiate'])
      expect(await server.send('/me', { authorization: `${scheme} ${token}` })).toMatchObject({ status: 401, body: { code: 'AUTH_1005' } })
    expect(await server.send('/me', { authorization: token })).toMatchObject({ status: 401, body: { code: 'AUTH_1005' } })
  })

  it('CVE-2024-29901: no header stands for a user', async () => {
    await using server = await serve(createApp())
    const headers = { 'x-user': 'admin', 'x-auth': '{"sub":"admin"}', 'x-forwarded-user': 'admin', 'x-access-token': await issuer.sign() }
    expect(await server.send('/me', headers)).toMatchObject({ status: 401, body: { code: 'AUTH_1005' } })
  })

  it('CVE-2025-71401, CVE-2026-27700: Host and forwarded headers say nothing about this API', async () => {
    await using server = await serve(createApp().set('trust proxy', true))
    const pair = await DPoPKeyPair.generate()
    const token = await issuer.sign({ cnf: { jkt: pair.thumbprint } })
    const lies = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example, api.example',
      'x-forwarded-proto': 'http',
      'x-forwarded-for': '127.0.0.1',
      forwarded: 'for=127.0.0.1;host=evil.example;proto=http',
      'x-original-url': '/me',
    }
    const send = async (url: string): Promise<number> => {
      const dpop = await pair.createProof({ method: 'GET', url, accessToken: token })
      return (await server.send('/me', { ...lies, authorization: `DPoP ${token}`, dpop })).status
    }
    expect(await send(`${publicUrl}/me`)).toBe(200)
    for (const url of ['http://evil.example/me', 'https://evil.example/me', 'http://127.0.0.1/me']) expect(await send(url)).toBe(401)
  })

  it('CVE-2024-47764, CVE-2026-29086: what came in never breaks out of a header or of the body', async () => {
    await using server = await serve(createApp())
    const { headers, body } = await server.send('/me', { authorization: 'Bearer a"b', 'x-correlation-id': 'a"b;c' })
    expect(headers['www-authenticate']).toMatch(/^(Bearer|DPoP)( [a-z_]+="[^"\\]*",?)+/)
    expect(headers).not.toHaveProperty('x-correlation-id')
    expect(body['correlation_id']).toBeNull()
  })
})

describe('paths', () => {
  it.each([
    '/admin/users',
    '/admin/users/',
    '/ADMIN/users',
    '/admin//users',
    '//admin/users',
    '/admin/%75sers',
    '/admin%2fusers',
    '/admin/./users',
  ])('CVE-2026-41248, CVE-2026-33011, CVE-2026-54281: %s shows nothing to those who may not see it', async (path) => {
    await using server = await serve(createApp())
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST']) {
      const { status, body } = await server.send(path, { authorization: `Bearer ${await issuer.sign({ scope: 'profile' })}` }, method)
      if (method === 'GET') expect([403, 404]).toContain(status)
      expect(body).not.toHaveProperty('sub')
      if (method === 'HEAD') expect([403, 404]).toContain(status)
    }
  })
})

it('CVE-2025-67490, CVE-2026-40155: users who call at the same time each see themselves, some by proof, some not', async () => {
  await using server = await serve(createApp())
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const pair = index % 2 === 0 ? await DPoPKeyPair.generate() : undefined
      const token = await issuer.sign({ sub: `user-${index}`, ...(pair && { cnf: { jkt: pair.thumbprint } }) })
      if (!pair) return server.send('/me', { authorization: `Bearer ${token}` })
      const dpop = await pair.createProof({ method: 'GET', url: `${publicUrl}/me`, accessToken: token })
      return server.send('/me', { authorization: `DPoP ${token}`, dpop })
    }),
  )
  expect(answers.map(({ body }) => body['sub'])).toEqual(answers.map((_, index) => `user-${index}`))
})
