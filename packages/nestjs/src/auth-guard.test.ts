import 'reflect-metadata'
import { request } from 'node:http'
import { InvalidConfigError, KeysUnavailableError } from '@auth/core-errors'
import { createTestIssuer, type TestIssuer } from '@auth/tokens/testing'
import { Controller, type ExceptionFilter, type ExecutionContext, Get, type INestApplication, Module, Req, type Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AuthGuard } from './auth-guard.ts'
import { AuthModule } from './auth-module.ts'
import { AuthRuntime } from './auth-runtime.ts'
import { Public } from './decorators/public.ts'
import { Scopes } from './decorators/scopes.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer({ audience: 'api' })
})

class Orders {
  list(request: { auth: { claims: { sub?: string } } }): { sub: string | undefined } {
    return { sub: request.auth.claims.sub }
  }
  write(): string {
    return 'written'
  }
  health(): string {
    return 'well'
  }
}

/** Decorators as the functions that they are, so that the test needs no transform of its own. */
function decorate(target: Type, method: string, ...decorators: MethodDecorator[]): void {
  const descriptor = Object.getOwnPropertyDescriptor(target.prototype, method)!
  for (const decorator of decorators) decorator(target.prototype as object, method, descriptor)
}

Req()(Orders.prototype, 'list', 0)
decorate(Orders, 'list', Get('orders'))
decorate(Orders, 'write', Get('write'), Scopes('orders:write'))
decorate(Orders, 'health', Get('health'), Public())
Scopes('orders:read')(Orders)
Controller()(Orders)

let app: INestApplication | undefined
afterEach(async () => {
  await app?.close()
})

async function start(options: Parameters<typeof AuthModule.forRoot>[0], ...filters: ExceptionFilter[]): Promise<string> {
  // oxlint-disable-next-line typescript/no-extraneous-class -- a Nest module is a class
  class Root {}
  Module({ imports: [AuthModule.forRoot(options)], controllers: [Orders] })(Root)
  app = await NestFactory.create(Root, { logger: false })
  app.useGlobalFilters(...filters)
  await app.listen(0, '127.0.0.1')
  return app.getUrl()
}

function options(): Parameters<typeof AuthModule.forRoot>[0] {
  return { issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now, realm: 'shop' }
}

async function call(url: string, claims?: Record<string, unknown>): Promise<{ status: number; headers: Headers; body: unknown }> {
  const headers = claims ? { authorization: `Bearer ${await issuer.sign(claims)}` } : undefined
  const response = await fetch(url, headers ? { headers } : {})
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text }
}

describe('a Nest application', () => {
  it('is closed by default: every route needs a token, with the scopes of class and method', async () => {
    const url = await start(options())
    expect(await call(`${url}/orders`)).toMatchObject({ status: 401, body: { code: 'AUTH_1005' } })
    expect(await call(`${url}/orders`, { sub: 'alice', scope: 'orders:read' })).toMatchObject({ status: 200, body: { sub: 'alice' } })
    expect(await call(`${url}/orders`, { scope: 'profile' })).toMatchObject({ status: 403, body: { code: 'AUTH_1006' } })
    expect(await call(`${url}/write`, { scope: 'orders:write' })).toMatchObject({ status: 403 })
    expect(await call(`${url}/write`, { scope: 'orders:read' })).toMatchObject({ status: 403 })
    expect(await call(`${url}/write`, { scope: 'orders:read orders:write' })).toMatchObject({ status: 200, body: 'written' })
  })

  it('opens what is public', async () => {
    const url = await start(options())
    expect(await call(`${url}/health`)).toMatchObject({ status: 200, body: 'well' })
  })

  it('answers with the challenge and without a stack', async () => {
    const url = await start(options())
    const { status, headers, body } = await call(`${url}/orders`, { exp: 1 })
    expect(status).toBe(401)
    expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="shop", error="invalid_token"/)
    expect(Object.keys(body as object)).toEqual(['error', 'error_description', 'code', 'correlation_id'])
  })

  it('keeps the challenge under a catch-all filter of the application', async () => {
    const url = await start(options(), { catch: (_error, host) => void host.switchToHttp().getResponse().status(418).send('tea') })
    const { status, headers } = await call(`${url}/orders`)
    expect(status).toBe(418)
    expect(headers.get('www-authenticate')).toBe('Bearer realm="shop"')
  })

  it('refuses an Authorization header that came twice', async () => {
    const url = await start(options())
    const authorization = `Bearer ${await issuer.sign({ scope: 'orders:read' })}`
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${url}/orders`, { headers: { authorization: [authorization, authorization] as never } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      sent.once('error', reject).end()
    })
    expect(status).toBe(400)
  })

  it.each(['/orders/', '/ORDERS', '//orders', '/%6frders', '/orders;x', '/orders?x=1'])(
    'what %s reaches with a token is closed without one',
    async (path) => {
      const url = await start(options())
      const { status } = await call(`${url}${path}`, { scope: 'orders:read' })
      expect((await call(`${url}${path}`)).status).toBe(status === 404 ? 404 : 401)
    },
  )

  it('an outage is 503 with Retry-After', async () => {
    const url = await start({ validator: { validate: () => Promise.reject(new KeysUnavailableError('down', { retryAfterSeconds: 2 })) } })
    const { status, headers } = await call(`${url}/orders`, {})
    expect([status, headers.get('retry-after')]).toEqual([503, '2'])
  })
})

describe('AuthGuard', () => {
  it('denies a transport that it does not know, unless the handler is public', async () => {
    const guard = new AuthGuard(new AuthRuntime(options()))
    const context = (handler: () => unknown): ExecutionContext =>
      ({ getHandler: () => handler, getClass: () => Function, getType: () => 'smoke signals' }) as unknown as ExecutionContext // just what the guard asks of it
    expect(await guard.canActivate(context(() => 1))).toBe(false)
    expect(await guard.canActivate(context(Object.getOwnPropertyDescriptor(Orders.prototype, 'health')!.value))).toBe(true)
  })

  it('bad options and scopes are refused at once', () => {
    expect(() => AuthModule.forRoot({ issuer: 'https://as.example' } as never)).toThrow(InvalidConfigError)
    expect(() => Scopes()).toThrow(expect.objectContaining({ details: { option: 'scopes' } }))
    expect(() => Scopes('')).toThrow(InvalidConfigError)
  })
})
