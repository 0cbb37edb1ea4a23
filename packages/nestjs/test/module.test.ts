import { InvalidConfigError } from '@auth/core-errors'
import { Controller, Get, Inject, Injectable, type INestApplication, Module, Req, Scope, type Type, UseGuards } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { EventPattern, type MicroserviceOptions } from '@nestjs/microservices'
import { Test } from '@nestjs/testing'
import { lastValueFrom } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  AccessToken,
  AnyScope,
  AuthContext,
  AuthGuard,
  AuthModule,
  type AuthModuleOptions,
  AuthService,
  Claims,
  createMetadataController,
  CurrentUser,
  Introspect,
  OptionalAuth,
  Permissions,
  Public,
  Roles,
  Scopes,
  StepUp,
  UseConfiguration,
} from '../src/index.ts'
import { AuthTestingModule, createTestIssuer } from '../src/testing/index.ts'
import { createKit, type Kit } from './kit.ts'
import { connectClient, readPort, tcpOptions } from './subjects/rpc.ts'
import { sendHttp, type WireAnswer } from './wire.ts'

let kit: Kit
let app: INestApplication | undefined
beforeEach(async () => {
  kit = await createKit()
})
afterEach(async () => {
  await app?.close()
  app = undefined
})

async function start(metadata: Parameters<typeof Module>[0], options: Partial<AuthModuleOptions> = {}): Promise<string> {
  @Module({ ...metadata, imports: [AuthModule.forRoot({ ...kit.options, ...options } as AuthModuleOptions)] })
  class Root {}
  app = await NestFactory.create(Root as Type, { logger: false, abortOnError: false })
  await app.listen(0, '127.0.0.1')
  return app.getUrl()
}

async function call(url: string, path: string, claims?: Record<string, unknown>, more: Record<string, string> = {}): Promise<WireAnswer> {
  const headers = claims ? { ...more, authorization: `Bearer ${await kit.issuer.sign(claims)}` } : more
  return sendHttp(url, path, headers)
}

/** A controller of one route, with these decorators on the class and on the method. */
function createController(onClass: (ClassDecorator & MethodDecorator)[], onMethod: (ClassDecorator & MethodDecorator)[]): Type {
  class Orders {
    list(): string {
      return 'here'
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(Orders.prototype, 'list')!
  for (const decorate of [Get('x'), ...onMethod]) decorate(Orders.prototype, 'list', descriptor)
  for (const decorate of [Controller(), ...onClass]) decorate(Orders)
  return Orders
}

describe('what class and method ask for', () => {
  const strong = { scope: 'a b', roles: ['x', 'y'], permissions: ['p', 'q'], tier: 'gold', shop: 1, acr: 'gold' }
  it.each<[string, (ClassDecorator & MethodDecorator)[], (ClassDecorator & MethodDecorator)[], Record<string, unknown>[], number?]>([
    ['scopes', [Scopes('a')], [Scopes('b')], [{ scope: 'a' }, { scope: 'b' }]],
    ['one of the scopes', [AnyScope('a', 'c')], [AnyScope('b', 'd')], [{ scope: 'a c' }, { scope: 'b d' }]],
    ['roles', [Roles('x')], [Roles('y')], [{ roles: ['x'] }, { roles: ['y'] }]],
    ['permissions', [Permissions('p')], [Permissions('q')], [{ permissions: ['p'] }, { permissions: [] }]],
    ['claims', [Claims({ tier: { equals: 'gold' } })], [Claims(({ shop }) => shop === 1)], [{ tier: 'iron' }, { shop: 2 }]],
    ['a sign-in', [StepUp({ acr: ['gold', 'silver'] })], [StepUp({ acr: ['gold', 'iron'] })], [{ acr: 'silver' }, { acr: 'iron' }], 401],
    [
      'one beside the other',
      [Scopes('a'), Roles('x')],
      [Claims({ tier: { equals: 'gold' } })],
      [{ scope: '' }, { roles: [] }, { tier: '' }],
    ],
    ['much on one method', [], [Scopes('a'), Scopes('b'), AnyScope('a'), AnyScope('b')], [{ scope: 'a' }, { scope: 'b' }]],
  ])('%s: all of it must hold', async (_name, onClass, onMethod, lacking, status = 403) => {
    const url = await start({ controllers: [createController(onClass, onMethod)] })
    expect(await call(url, '/x', strong)).toMatchObject({ status: 200 })
    expect(await call(url, '/x')).toMatchObject({ status: 401 })
    for (const change of lacking) expect(await call(url, '/x', { ...strong, ...change })).toMatchObject({ status })
  })

  it('a recent sign-in: the shorter time', async () => {
    const url = await start({ controllers: [createController([StepUp({ maxAgeSeconds: 600 })], [StepUp({ maxAgeSeconds: 60 })])] })
    const seconds = Math.floor(kit.issuer.now() / 1000)
    expect(await call(url, '/x', { auth_time: seconds - 30 })).toMatchObject({ status: 200 })
    const refused = await call(url, '/x', { auth_time: seconds - 300 })
    expect(refused).toMatchObject({ status: 401, body: { error: 'insufficient_user_authentication', code: 'AUTH_1007' } })
    expect(refused.headers['www-authenticate']).toContain('max_age="60"')
  })

  it('a class that is public opens its methods, but for those that ask for something', async () => {
    const open = await start({ controllers: [createController([Public()], [])] })
    expect(await call(open, '/x')).toMatchObject({ status: 200 })
    await app!.close()
    const closed = await start({ controllers: [createController([Public()], [Scopes('a')])] })
    expect(await call(closed, '/x')).toMatchObject({ status: 401 })
    expect(await call(closed, '/x', { scope: 'a' })).toMatchObject({ status: 200 })
  })

  it('a method that is public is open below a class that asks for something', async () => {
    const url = await start({ controllers: [createController([Scopes('a')], [Public()])] })
    expect(await call(url, '/x')).toMatchObject({ status: 200 })
  })

  it('a method that asks for something is closed below a class that is optional, unless it says so itself', async () => {
    const closed = await start({ controllers: [createController([OptionalAuth()], [Scopes('a')])] })
    expect(await call(closed, '/x')).toMatchObject({ status: 401 })
    expect(await call(closed, '/x', { scope: 'b' })).toMatchObject({ status: 403 })
    expect(await call(closed, '/x', { scope: 'a' })).toMatchObject({ status: 200 })
    await app!.close()
    const open = await start({ controllers: [createController([OptionalAuth()], [OptionalAuth(), Scopes('a')])] })
    expect(await call(open, '/x')).toMatchObject({ status: 200 })
    expect(await call(open, '/x', { scope: 'b' })).toMatchObject({ status: 403 })
  })

  it('where it is optional, nobody may come, and who comes must satisfy it', async () => {
    const url = await start({ controllers: [createController([Scopes('a')], [OptionalAuth()])] })
    expect((await call(url, '/x')).status).toBe(200)
    expect((await call(url, '/x', { scope: 'a' })).status).toBe(200)
    expect((await call(url, '/x', { scope: 'b' })).status).toBe(403)
    expect((await call(url, '/x', { scope: 'a', exp: 1 })).status).toBe(401)
  })

  it('bad credentials are ignored where that was asked for, an outage never', async () => {
    const url = await start({ controllers: [createController([], [OptionalAuth({ onInvalid: 'ignore' })])] })
    expect((await call(url, '/x', { exp: 1 })).status).toBe(200)
    expect((await call(url, '/x', { list: 'away' })).status).toBe(503)
  })
})

describe('the handler is told', () => {
  @Controller()
  class Me {
    @Get('me')
    me(@CurrentUser() claims: { sub: string }, @AuthContext() auth: { scheme: string }, @AccessToken() token: string): unknown {
      return { sub: claims.sub, scheme: auth.scheme, length: token.length }
    }

    @Get('open')
    @OptionalAuth()
    open(@CurrentUser() claims: unknown, @AuthContext() auth: unknown, @AccessToken() token: unknown): unknown {
      return { here: [claims, auth, token].filter((each) => each !== undefined).length }
    }

    @Get('claim')
    claim(@CurrentUser('constructor') claim: unknown): unknown {
      return { claim: claim ?? 'none' }
    }
  }

  it('who calls, with what, or nothing where nobody did', async () => {
    const url = await start({ controllers: [Me] })
    expect(await call(url, '/me', { sub: 'ada' })).toMatchObject({ body: { sub: 'ada', scheme: 'Bearer' } })
    expect(await call(url, '/open')).toMatchObject({ body: { here: 0 } })
    expect(await call(url, '/open', {})).toMatchObject({ body: { here: 3 } })
    expect(await call(url, '/claim', {})).toMatchObject({ body: { claim: 'none' } })
  })
})

it('named configurations judge the routes that name them, and no others', async () => {
  const partners = await createTestIssuer({ issuer: 'https://partners.test', audience: 'partner-api' })
  const { issuer, fetch, now } = partners
  const url = await start(
    { controllers: [createController([], []), createPartners()] },
    { configurations: { partners: { issuer, fetch, now, audience: 'partner-api', realm: 'partners' } } },
  )
  const headers = { authorization: `Bearer ${await partners.sign()}` }
  expect((await call(url, '/x', {})).status).toBe(200)
  expect((await sendHttp(url, '/x', headers)).status).toBe(401)
  expect((await sendHttp(url, '/p/x', headers)).status).toBe(200)
  const refused = await call(url, '/p/x', {})
  expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, expect.stringMatching(/^Bearer realm="partners"/)])
})

function createPartners(): Type {
  const type = createController([UseConfiguration('partners')], [])
  Controller('p')(type)
  return type
}

it('forRootAsync takes what other providers know', async () => {
  @Module({ providers: [{ provide: 'SETTINGS', useFactory: () => kit.options }], exports: ['SETTINGS'] })
  class SettingsModule {}
  const auth = AuthModule.forRootAsync({
    imports: [SettingsModule],
    inject: ['SETTINGS'],
    useFactory: async (options: AuthModuleOptions) => options,
  })
  @Module({ imports: [auth], controllers: [createController([Scopes('a')], [])] })
  class Root {}
  app = await NestFactory.create(Root, { logger: false, abortOnError: false })
  await app.listen(0, '127.0.0.1')
  const url = await app.getUrl()
  expect((await call(url, '/x')).status).toBe(401)
  expect((await call(url, '/x', { scope: 'a' })).status).toBe(200)
})

it('what somebody else put on the request tells nobody who calls', async () => {
  @Controller()
  class Hello {
    @Get('optional')
    @OptionalAuth()
    optional(@CurrentUser('sub') sub = 'stranger', @Req() request: { auth?: unknown }): unknown {
      return { sub, auth: request.auth ?? 'none' }
    }

    @Get('public')
    @Public()
    public(@CurrentUser('sub') sub = 'stranger'): unknown {
      return { sub }
    }

    @Get('closed')
    closed(): unknown {
      return {}
    }
  }
  @Module({ imports: [AuthModule.forRoot(kit.options)], controllers: [Hello] })
  class Root {}
  app = await NestFactory.create(Root, { logger: false, abortOnError: false })
  const forged = { token: 'x', claims: { sub: 'admin', iss: 'x', exp: 1 }, scheme: 'Bearer', scopes: [], issuer: 'x' }
  app.use((request: { auth: unknown }, _response: unknown, next: () => void) => {
    request.auth = forged
    next()
  })
  await app.listen(0, '127.0.0.1')
  const url = await app.getUrl()
  expect(await call(url, '/optional')).toMatchObject({ status: 200, body: { sub: 'stranger', auth: 'none' } })
  expect(await call(url, '/public')).toMatchObject({ status: 200, body: { sub: 'stranger' } })
  expect(await call(url, '/closed')).toMatchObject({ status: 401 })
})

describe('AuthService', () => {
  @Controller()
  class Orders {
    readonly auth: AuthService
    constructor(@Inject(AuthService) auth: AuthService) {
      this.auth = auth
    }

    @Get('big')
    async big(@AuthContext() caller: Parameters<AuthService['check']>[0]): Promise<string> {
      await this.auth.check(caller, { scopes: ['orders:big'] })
      return 'big'
    }
  }

  it('asks more in a handler, and its refusals are answered with their challenge', async () => {
    const url = await start({ controllers: [Orders] })
    expect((await call(url, '/big', { scope: 'orders:big' })).status).toBe(200)
    const { status, headers, body } = await call(url, '/big', { scope: 'a' })
    expect([status, body['code']]).toEqual([403, 'AUTH_1006'])
    expect(headers['www-authenticate']).toMatch(/^Bearer realm="shop", error="insufficient_scope", .*scope="orders:big"/)
  })

  it('judges a request that came by other ways', async () => {
    await start({})
    const request = { method: 'GET', url: '/', headers: { authorization: `Bearer ${await kit.issuer.sign({ sub: 'ada' })}` } }
    const service = app!.get(AuthService)
    expect((await service.authenticate(request)).auth.claims.sub).toBe('ada')
    await expect(service.authenticate(request, { scopes: [] })).rejects.toThrow(InvalidConfigError)
    await expect(service.authenticate(request, { scopes: ['a'] })).rejects.toMatchObject({ status: 403, cause: { code: 'AUTH_1006' } })
    expect(service.server().metadata().resource).toBe('https://api.example')
  })
})

it('the metadata of the API is published, with the scopes of all routes, for everybody', async () => {
  const controllers = [createMetadataController(), createController([Scopes('orders:read')], [AnyScope('orders:write')])]
  const url = await start({ controllers }, { resourceMetadata: { resourceName: 'Shop' } })
  const { status, headers, body } = await call(url, '/.well-known/oauth-protected-resource')
  expect([status, headers['access-control-allow-origin']]).toEqual([200, '*'])
  expect(body).toMatchObject({ resource: 'https://api.example', resource_name: 'Shop', scopes_supported: ['orders:read', 'orders:write'] })
  expect((await call(url, '/x')).headers['www-authenticate']).toContain('resource_metadata="https://api.example/.well-known/oauth-')
  await app!.close()
  await expect(start({ controllers: [createMetadataController()] }, { publicUrl: undefined })).rejects.toThrow(/publicUrl/)
})

it('the issuer is asked where a route wants it', async () => {
  let active = true
  const introspection = { introspect: async () => ({ active }) }
  const url = await start({ controllers: [createController([Introspect()], [])] }, { introspection, introspectionCache: false } as never)
  expect((await call(url, '/x', {})).status).toBe(200)
  active = false
  expect(await call(url, '/x', {})).toMatchObject({ status: 401, body: { code: 'AUTH_1008' } })
  await app!.close()
  await expect(start({ controllers: [createController([Introspect()], [])] })).rejects.toThrow(/introspect/)
})

it('a client certificate is read from the request of the framework', async () => {
  const seen: unknown[] = []
  const getCertificate = (request: { headers: Record<string, string> }): undefined => void seen.push(request.headers['x-here'])
  const url = await start({ controllers: [createController([], [])] }, { getCertificate })
  const bound = { cnf: { 'x5t#S256': 'A'.repeat(43) } }
  expect(await call(url, '/x', bound, { 'x-here': 'yes' })).toMatchObject({ status: 401, body: { code: 'AUTH_1002' } })
  expect(seen).toEqual(['yes'])
})

it('a request that two guards look at uses its proof once', async () => {
  const type = createController([], [])
  UseGuards(AuthGuard)(type)
  const url = await start({ controllers: [type] })
  const token = await kit.issuer.sign({ cnf: { jkt: kit.pair.thumbprint } })
  const dpop = await kit.pair.createProof({ method: 'GET', url: 'https://api.example/x', accessToken: token })
  const headers = { authorization: `DPoP ${token}`, dpop }
  expect((await sendHttp(url, '/x', headers)).status).toBe(200)
  expect(await sendHttp(url, '/x', headers)).toMatchObject({ status: 401, body: { code: 'DPOP_6004' } })
})

it('controllers of each request, a prefix and versions change nothing', async () => {
  @Injectable({ scope: Scope.REQUEST })
  class PerRequest {}
  @Controller('orders')
  class Orders {
    readonly dependency: PerRequest
    constructor(@Inject(PerRequest) dependency: PerRequest) {
      this.dependency = dependency
    }

    @Get()
    @Scopes('a')
    list(): boolean {
      return this.dependency instanceof PerRequest
    }
  }
  @Module({ imports: [AuthModule.forRoot(kit.options)], controllers: [Orders], providers: [PerRequest] })
  class Root {}
  app = (await NestFactory.create(Root, { logger: false, abortOnError: false })).setGlobalPrefix('api')
  await app.enableVersioning().listen(0, '127.0.0.1')
  const url = await app.getUrl()
  for (const path of ['/api/orders', '/api/v1/orders']) {
    const known = (await call(url, path, { scope: 'a' })).status === 200
    expect((await call(url, path)).status).toBe(known ? 401 : 404)
  }
})

it('an event without a token reaches no handler, and ends nothing', async () => {
  const handled: unknown[] = []
  @Controller()
  class Events {
    @EventPattern('paid')
    paid(@CurrentUser('sub') sub: string): void {
      handled.push(sub)
    }
  }
  @Module({ imports: [AuthModule.forRoot(kit.options)], controllers: [Events] })
  class Root {}
  const microservice = await NestFactory.createMicroservice<MicroserviceOptions>(Root, {
    ...tcpOptions,
    logger: false,
    abortOnError: false,
  })
  await microservice.listen()
  const client = connectClient(readPort(microservice))
  for (const metadata of [undefined, { token: await kit.issuer.sign({ exp: 1 }) }, { token: await kit.issuer.sign({ sub: 'ada' }) }])
    await lastValueFrom(client.emit('paid', { metadata }), { defaultValue: undefined })
  await expect.poll(() => handled).toEqual(['ada'])
  await client.close()
  await microservice.close()
})

it('users who call at the same time each see themselves (CVE-2025-67490, CVE-2026-40155)', async () => {
  @Controller()
  class Me {
    @Get('me')
    me(@CurrentUser('sub') sub: string): unknown {
      return { sub }
    }
  }
  const url = await start({ controllers: [Me] })
  const subjects = Array.from({ length: 40 }, (_, index) => `user-${index}`)
  const answers = await Promise.all(subjects.map((sub) => call(url, '/me', { sub })))
  expect(answers.map(({ body }) => body['sub'])).toEqual(subjects)
})

it('AuthTestingModule: real guards and real tokens in a test module of the application', async () => {
  const issuer = await createTestIssuer({ audience: 'api' })
  const module = await Test.createTestingModule({
    imports: [AuthTestingModule.forRoot(issuer, { realm: 'test' })],
    controllers: [createController([Scopes('a')], [])],
  }).compile()
  app = module.createNestApplication({ logger: false })
  await app.listen(0, '127.0.0.1')
  const url = await app.getUrl()
  const send = async (token: string): Promise<number> => (await sendHttp(url, '/x', { authorization: `Bearer ${token}` })).status
  const token = await issuer.sign({ scope: 'a' })
  expect([await send(token), await send(await issuer.sign())]).toEqual([200, 403])
  issuer.advance(400)
  expect(await send(token)).toBe(401)
})
