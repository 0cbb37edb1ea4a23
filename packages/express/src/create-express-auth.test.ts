import { InsufficientScopeError, InvalidConfigError, isAuthPlatformError, KeysUnavailableError, UnauthorizedError } from '@auth/core-errors'
import { createTestIssuer, type TestIssuer } from '@auth/tokens/testing'
import type { ErrorRequestHandler, Express, Request } from 'express'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { expressVersions } from '../test/express-versions.ts'
import { serve } from '../test/serve.ts'
import { createExpressAuth } from './create-express-auth.ts'
import type { ExpressAuthOptions } from './express-auth.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await createTestIssuer({ audience: 'api' })
})

const unhandled: unknown[] = []
process.on('unhandledRejection', (error) => unhandled.push(error))
afterEach(() => {
  expect(unhandled).toEqual([])
})

function options(): ExpressAuthOptions {
  return { issuer: issuer.issuer, audience: 'api', fetch: issuer.fetch, now: issuer.now, realm: 'shop' }
}

async function bearer(claims?: Record<string, unknown>): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await issuer.sign(claims)}` }
}

function subject(request: Request): { sub: string | undefined } {
  return { sub: request.auth?.claims.sub }
}

describe.each(expressVersions)('%s', (_, express) => {
  function createApp(): Express {
    const { requireAuth, optionalAuth } = createExpressAuth(options())
    const app = express()
    app.get('/me', requireAuth(), (request, response) => void response.json(subject(request)))
    app.get('/orders', requireAuth({ scopes: ['orders:read'] }), (request, response) => void response.json(subject(request)))
    app.get('/maybe', optionalAuth(), (request, response) => void response.json(subject(request)))
    app.get('/lenient', optionalAuth({ onInvalid: 'ignore' }), (request, response) => void response.json(subject(request)))
    const router = express.Router()
    router.use(requireAuth())
    router.get('/inner', (request, response) => void response.json(subject(request)))
    app.use('/mounted', router)
    return app
  }

  it('lets a good token through and tells the route who calls', async () => {
    await using server = await serve(createApp())
    expect(await server.send('/me', await bearer({ sub: 'alice' }))).toMatchObject({ status: 200, body: { sub: 'alice' } })
    expect(await server.send('/orders', await bearer({ sub: 'alice', scope: 'orders:read' }))).toMatchObject({
      status: 200,
      body: { sub: 'alice' },
    })
  })

  it('answers a request without credentials with a challenge that has no error code', async () => {
    await using server = await serve(createApp())
    const answer = await server.send('/me')
    expect(answer).toMatchObject({ status: 401, body: { error: 'unauthorized', code: 'AUTH_1005', correlation_id: null } })
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="shop"')
    expect(answer.headers['content-type']).toContain('application/json')
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it.each([
    ['an expired token', async () => bearer({ exp: 1 }), 401, 'AUTH_1001'],
    ['a token for another audience', async () => bearer({ aud: 'other' }), 401, 'AUTH_1002'],
    ['garbage', async () => ({ authorization: 'Bearer garbage' }), 401, 'AUTH_1002'],
    ['a percent sign', async () => ({ authorization: 'Bearer %' }), 401, 'AUTH_1002'],
    ['two tokens in one header', async () => ({ authorization: 'Bearer a b' }), 400, 'VAL_2001'],
    ['Basic credentials', async () => ({ authorization: 'Basic YTpi' }), 401, 'AUTH_1005'],
    ['a missing scope', async () => bearer({ scope: 'profile' }), 403, 'AUTH_1006'],
  ])('refuses %s, without a stack', async (_name, headers, status, code) => {
    await using server = await serve(createApp())
    const answer = await server.send('/orders', await headers())
    expect(answer).toMatchObject({ status, body: { code } })
    expect(Object.keys(answer.body)).toEqual(['error', 'error_description', 'code', 'correlation_id'])
    expect(JSON.stringify(answer.body)).not.toContain('at ')
  })

  it('refuses an Authorization header that came twice', async () => {
    await using server = await serve(createApp())
    const { authorization } = await bearer()
    expect(await server.send('/me', { authorization: [authorization, authorization] })).toMatchObject({
      status: 400,
      body: { code: 'VAL_2001' },
    })
  })

  it('never reads a token from the query', async () => {
    await using server = await serve(createApp())
    expect(await server.send(`/me?access_token=${await issuer.sign()}`)).toMatchObject({ status: 401, body: { code: 'AUTH_1005' } })
  })

  it.each(['/me/', '/ME', '/%6de', '//me', '/me;x', '/me?x=1', '/mounted/inner', '/mounted/inner/', '/mounted/%69nner', '/mounted/none'])(
    'what %s reaches with a token is closed without one',
    async (path) => {
      await using server = await serve(createApp())
      for (const method of ['GET', 'HEAD']) {
        const { status } = await server.send(path, await bearer(), method)
        const anonymous = await server.send(path, {}, method)
        expect(anonymous.status).toBe(status === 404 && !path.startsWith('/mounted') ? 404 : 401)
      }
    },
  )

  it('optionalAuth lets requests without credentials through, and refuses bad ones', async () => {
    await using server = await serve(createApp())
    expect(await server.send('/maybe')).toMatchObject({ status: 200, body: {} })
    expect(await server.send('/maybe', await bearer({ sub: 'alice' }))).toMatchObject({ status: 200, body: { sub: 'alice' } })
    expect(await server.send('/maybe', await bearer({ exp: 1 }))).toMatchObject({ status: 401, body: { code: 'AUTH_1001' } })
  })

  it('optionalAuth ignores bad credentials only when told so, and then sets no auth', async () => {
    await using server = await serve(createApp())
    expect(await server.send('/lenient', await bearer({ exp: 1 }))).toEqual(expect.objectContaining({ status: 200, body: {} }))
    expect(await server.send('/lenient', { authorization: 'Bearer a b' })).toEqual(expect.objectContaining({ status: 200, body: {} }))
  })

  it('an outage is 503 with Retry-After, for optionalAuth too', async () => {
    const validator = { validate: () => Promise.reject(new KeysUnavailableError('down', { retryAfterSeconds: 4.2 })) }
    const { requireAuth, optionalAuth } = createExpressAuth({ validator })
    const app = express()
    app.get('/a', requireAuth(), (_request, response) => void response.end())
    app.get('/b', optionalAuth({ onInvalid: 'ignore' }), (_request, response) => void response.end())
    await using server = await serve(app)
    for (const path of ['/a', '/b']) {
      const answer = await server.send(path, { authorization: 'Bearer x' })
      expect(answer).toMatchObject({ status: 503, body: { code: 'SRV_5002', error: 'temporarily_unavailable' } })
      expect(answer.headers['retry-after']).toBe('5')
      expect(answer.headers).not.toHaveProperty('www-authenticate')
    }
  })

  it('optionalAuth lets nobody through because a function among the options was refused somewhere itself', async () => {
    const revoked = (): never => {
      throw new UnauthorizedError('the list of revoked tokens wants a token')
    }
    const app = express()
    app.get(
      '/',
      createExpressAuth({ ...options(), revoked } as ExpressAuthOptions).optionalAuth(),
      (request, response) => void response.json(subject(request)),
    )
    await using server = await serve(app)
    expect(await server.send('/', await bearer({ sub: 'alice' }))).toMatchObject({ status: 503, body: { code: 'SRV_5002' } })
    expect(await server.send('/')).toMatchObject({ status: 200 })
  })

  it('forwardErrors hands refusals to the error handlers; errorHandler answers them', async () => {
    const { requireAuth, errorHandler } = createExpressAuth({ ...options(), forwardErrors: true })
    const seen: unknown[] = []
    const watch: ErrorRequestHandler = (error, _request, _response, next) => {
      seen.push(error)
      next(error)
    }
    const app = express()
    app.get('/me', requireAuth(), (_request, response) => void response.end())
    app.get('/own', (_request, _response, next) => next(new InsufficientScopeError('no', { required: ['a'] })))
    app.get('/bug', (_request, _response, next) => next(new Error('a bug')))
    const last: ErrorRequestHandler = (error: Error, _request, response, _next) => void response.status(500).json({ left: error.message })
    app.use(watch, errorHandler(), last)
    await using server = await serve(app)
    expect(await server.send('/me')).toMatchObject({ status: 401, body: { code: 'AUTH_1005' } })
    expect(isAuthPlatformError(seen[0])).toBe(true)
    expect(await server.send('/own')).toMatchObject({ status: 403, body: { code: 'AUTH_1006' } })
    expect(await server.send('/bug')).toMatchObject({ status: 500, body: { left: 'a bug' } })
  })

  it('a route that throws after the guard is left to Express, and nothing is unhandled', async () => {
    const { requireAuth } = createExpressAuth(options())
    const app = express()
    app.get('/boom', requireAuth(), () => {
      throw new Error('boom')
    })
    const last: ErrorRequestHandler = (error: Error, _request, response, _next) => void response.status(500).json({ left: error.message })
    app.use(last)
    await using server = await serve(app)
    expect(await server.send('/boom', await bearer())).toMatchObject({ status: 500, body: { left: 'boom' } })
  })

  it('many users at once each see themselves', async () => {
    await using server = await serve(createApp())
    const subjects = Array.from({ length: 40 }, (_user, index) => `user-${index}`)
    const answers = await Promise.all(subjects.map(async (sub) => server.send('/me', await bearer({ sub }))))
    expect(answers.map(({ body }) => body['sub'])).toEqual(subjects)
  })
})

describe('bad input', () => {
  it.each([
    ['no options', undefined, 'options'],
    ['no audience', { issuer: 'https://as.example' }, 'audience'],
    ['forwardErrors that is no boolean', { issuer: 'https://as.example', audience: 'api', forwardErrors: 'yes' }, 'forwardErrors'],
  ])('%s is refused at once', (_, bad, option) => {
    expect(() => createExpressAuth(bad as never)).toThrow(InvalidConfigError)
    expect(() => createExpressAuth(bad as never)).toThrow(expect.objectContaining({ details: { option } }))
  })

  it('a bad requirement or choice is refused when the guard is made', () => {
    const { requireAuth, optionalAuth } = createExpressAuth(options())
    expect(() => requireAuth({ scopes: 'orders:read' } as never)).toThrow(InvalidConfigError)
    expect(() => (requireAuth as (...given: unknown[]) => unknown)({}, {}, () => undefined)).toThrow(/write requireAuth\(\)/)
    expect(() => requireAuth(null as never)).toThrow(InvalidConfigError)
    expect(() => optionalAuth({ onInvalid: 'maybe' } as never)).toThrow(InvalidConfigError)
    expect(() => optionalAuth(null as never)).toThrow(InvalidConfigError)
  })
})
