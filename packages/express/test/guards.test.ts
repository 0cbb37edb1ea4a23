import { InvalidConfigError } from '@auth/core-errors'
import { createTestIssuer, type TestIssuer } from '@auth/tokens/testing'
import type { Express, RequestHandler } from 'express'
import { beforeAll, describe, expect, it } from 'vitest'
import { createExpressAuth, type ExpressAuth, type ExpressAuthOptions } from '../src/index.ts'
import { expressVersions } from './express-versions.ts'
import { serve } from './serve.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer({ audience: 'api' })
})

function createAuth(more: Partial<ExpressAuthOptions> = {}): ExpressAuth {
  return createExpressAuth({ issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now, ...more } as ExpressAuthOptions)
}

async function bearer(claims?: Record<string, unknown>): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await issuer.sign(claims)}` }
}

const tellSubject: RequestHandler = (request, response) => void response.json({ sub: request.auth?.claims.sub })

describe.each(expressVersions)('%s', (_, express) => {
  function createApp(...guards: RequestHandler[]): Express {
    return express().get('/', ...guards, tellSubject)
  }

  it.each([
    ['requireScopes of a list', (auth: ExpressAuth) => auth.requireScopes(['a', 'b']), { scope: 'a b c' }, { scope: 'a' }],
    ['requiredScopes of a text', (auth: ExpressAuth) => auth.requiredScopes('a b'), { scope: 'b a' }, { scope: 'ab' }],
    ['scopeIncludesAny', (auth: ExpressAuth) => auth.scopeIncludesAny('a b'), { scope: 'b' }, { scope: 'c' }],
    ['claimEquals', (auth: ExpressAuth) => auth.claimEquals('tier', 'gold'), { tier: 'gold' }, { tier: 'Gold' }],
    ['claimIncludes', (auth: ExpressAuth) => auth.claimIncludes('groups', 'x', 'y'), { groups: ['y', 'x'] }, { groups: ['x'] }],
    ['claimCheck', (auth: ExpressAuth) => auth.claimCheck(({ sub, owner }) => sub === owner), { owner: 'ada' }, { owner: 'linus' }],
    ['roles', (auth: ExpressAuth) => auth.requireAuth({ roles: ['admin'] }), { roles: ['admin'] }, { roles: ['admin2'] }],
    ['permissions', (auth: ExpressAuth) => auth.requireAuth({ permissions: ['x'] }), { permissions: ['x'] }, {}],
  ])('%s lets one token through and refuses another', async (_name, createGuard, good, bad) => {
    await using server = await serve(createApp(createGuard(createAuth())))
    expect(await server.send('/', await bearer({ sub: 'ada', ...good }))).toMatchObject({ status: 200, body: { sub: 'ada' } })
    expect(await server.send('/', await bearer({ sub: 'ada', ...bad }))).toMatchObject({ status: 403, body: { code: 'AUTH_1006' } })
    expect(await server.send('/')).toMatchObject({ status: 401, body: { code: 'AUTH_1005' } })
  })

  it('guards behind guards add up, whoever comes first', async () => {
    const { requireAuth, requiredScopes, claimEquals, optionalAuth } = createAuth()
    await using server = await serve(
      createApp(optionalAuth(), requireAuth({ roles: ['admin'] }), requiredScopes('a'), claimEquals('tier', 'gold')),
    )
    const good = { scope: 'a', roles: ['admin'], tier: 'gold' }
    expect(await server.send('/', await bearer(good))).toMatchObject({ status: 200 })
    for (const missing of Object.keys(good))
      expect(await server.send('/', await bearer({ ...good, [missing]: undefined }))).toMatchObject({ status: 403 })
  })

  it('a context that somebody else put on the request is not believed', async () => {
    const forge: RequestHandler = (request, _response, next) => {
      request.auth = { token: 'x', claims: { iss: 'x', exp: 1 }, scheme: 'Bearer', scopes: ['a'], issuer: 'x' }
      next()
    }
    await using server = await serve(createApp(forge, createAuth().requiredScopes('a')))
    expect(await server.send('/')).toMatchObject({ status: 401 })
  })

  it('optionalAuth leaves no context behind that is not its own: of another API, or of somebody else', async () => {
    const ofOther = createAuth({ audience: 'other' })
    const forge: RequestHandler = (request, _response, next) => {
      request.auth = { token: 'x', claims: { iss: 'x', exp: 1, sub: 'mallory' }, scheme: 'Bearer', scopes: ['a'], issuer: 'x' }
      next()
    }
    const app = express()
    app.get('/nobody', forge, createAuth().optionalAuth(), tellSubject)
    app.get('/other', ofOther.requireAuth(), createAuth().optionalAuth({ onInvalid: 'ignore' }), tellSubject)
    await using server = await serve(app)
    expect(await server.send('/nobody')).toEqual(expect.objectContaining({ status: 200, body: {} }))
    expect(await server.send('/other', await bearer({ sub: 'ada', aud: 'other' }))).toEqual(
      expect.objectContaining({ status: 200, body: {} }),
    )
  })

  it('asks for a stronger and more recent sign-in, in the words of RFC 9470', async () => {
    await using server = await serve(createApp(createAuth().requireAuth({ acr: ['silver', 'gold'], maxAgeSeconds: 300 })))
    const now = Math.floor(issuer.now() / 1000)
    expect(await server.send('/', await bearer({ acr: 'gold', auth_time: now - 60 }))).toMatchObject({ status: 200 })
    for (const claims of [{ acr: 'iron', auth_time: now }, { acr: 'gold', auth_time: now - 1000 }, { acr: 'gold' }, {}]) {
      const answer = await server.send('/', await bearer(claims))
      expect(answer).toMatchObject({ status: 401, body: { error: 'insufficient_user_authentication', code: 'AUTH_1007' } })
      expect(answer.headers['www-authenticate']).toMatch(
        /^Bearer error="insufficient_user_authentication", .*, acr_values="silver gold", max_age="300"$/,
      )
    }
  })

  it('publishes its metadata, with the scopes of the guards, and tells in challenges where it is', async () => {
    const auth = createAuth({ publicUrl: 'https://api.example', resourceMetadata: { resourceName: 'Shop' } })
    const app = createApp(auth.requiredScopes('orders:read'))
    app.get('/.well-known/oauth-protected-resource', auth.protectedResourceMetadata())
    auth.requireAuth({ anyScope: ['orders:write'] })
    await using server = await serve(app)
    const answer = await server.send('/.well-known/oauth-protected-resource')
    expect(answer).toMatchObject({
      status: 200,
      body: {
        resource: 'https://api.example',
        resource_name: 'Shop',
        authorization_servers: [issuer.issuer],
        scopes_supported: ['orders:read', 'orders:write'],
        bearer_methods_supported: ['header'],
      },
    })
    expect(JSON.stringify(answer.body)).not.toMatch(/null|""|\[\]|\{\}/)
    expect(answer.headers['content-type']).toContain('application/json')
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    const challenge = (await server.send('/')).headers['www-authenticate']
    expect(challenge).toContain('resource_metadata="https://api.example/.well-known/oauth-protected-resource"')
  })

  it('hands the correlation id on: in the answer, in the refusal, in the body', async () => {
    await using server = await serve(createApp(createAuth().requireAuth()))
    const id = { 'x-correlation-id': 'order-7' }
    const good = await server.send('/', { ...(await bearer()), ...id })
    expect([good.status, good.headers['x-correlation-id']]).toEqual([200, 'order-7'])
    const refused = await server.send('/', id)
    expect(refused).toMatchObject({ status: 401, headers: id, body: { correlation_id: 'order-7' } })
    const traced = await server.send('/', { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' })
    expect(traced.body['correlation_id']).toBe('0af7651916cd43dd8448eb211c80319c')
    expect((await server.send('/', { 'x-correlation-id': 'a b"<script>' })).body['correlation_id']).toBeNull()
  })

  it('reads credentials from where the options say, with Express\u2019s own request', async () => {
    const { requireAuth } = createAuth({ credentials: (request) => request.get('x-api-token') })
    await using server = await serve(createApp(requireAuth()))
    const { authorization } = await bearer({ sub: 'ada' })
    expect(await server.send('/', { 'x-api-token': authorization.slice(7) })).toMatchObject({ status: 200, body: { sub: 'ada' } })
    expect(await server.send('/', { authorization })).toMatchObject({ status: 401 })
  })

  it('asks the issuer about opaque tokens, and about all where a route wants it', async () => {
    let active = true
    const exp = Math.floor(issuer.now() / 1000) + 60
    const good = { active: true, aud: 'api', sub: 'ada', exp }
    const introspect = async (): Promise<{ active: boolean }> => (active ? good : { active })
    const { requireAuth } = createAuth({ introspection: { introspect }, introspectionCache: false })
    await using server = await serve(createApp(requireAuth({ introspect: true })))
    expect(await server.send('/', { authorization: 'Bearer opaque' })).toMatchObject({ status: 200, body: { sub: 'ada' } })
    expect(await server.send('/', await bearer())).toMatchObject({ status: 200 })
    active = false
    expect(await server.send('/', { authorization: 'Bearer opaque' })).toMatchObject({ status: 401, body: { code: 'AUTH_1002' } })
    expect(await server.send('/', await bearer())).toMatchObject({ status: 401, body: { code: 'AUTH_1008' } })
  })
})

it('refuses at once what cannot be asked for', () => {
  const auth = createAuth()
  const mistakes: (() => unknown)[] = [
    () => auth.requireScopes(''),
    () => auth.requiredScopes([]),
    () => auth.requireScopes(7 as never),
    () => auth.requireScopes(undefined as never),
    () => (auth.requireScopes as (...lists: string[]) => unknown)('a', 'b'),
    () => (auth.requireScopes as () => unknown)(),
    () => (auth.scopeIncludesAny as () => unknown)(),
    () => auth.requireAuth({ scopes: undefined as never }),
    () => auth.scopeIncludesAny(' '),
    () => auth.claimEquals('', 'x'),
    () => auth.claimEquals('tier', undefined as never),
    () => auth.claimIncludes('groups'),
    () => auth.claimCheck('x' as never),
    () => auth.requireAuth({ introspect: true }),
    () => auth.protectedResourceMetadata(),
  ]
  for (const mistake of mistakes) expect(mistake).toThrow(InvalidConfigError)
})
