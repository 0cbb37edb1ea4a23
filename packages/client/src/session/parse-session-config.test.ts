import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { MemorySessionStore } from './kept/memory-session-store.ts'
import { parseSessionConfig } from './parse-session-config.ts'

const config = { baseUrl: 'https://as.example', clientId: 'web', publicUrl: 'https://app.example', secret: 's'.repeat(32) }

describe('parseSessionConfig', () => {
  it('fills in the defaults', () => {
    expect(parseSessionConfig(config)).toMatchObject({
      homeUrl: 'https://app.example/',
      publicPath: '',
      idleLifetimeSeconds: 86_400,
      absoluteLifetimeSeconds: 604_800,
      loginLifetimeSeconds: 3600,
      exposeAccessToken: false,
      cookieNames: { session: '__Host-auth-session', login: '__Host-auth-login-', logout: '__Host-auth-logout' },
      cookieRules: { secure: true },
      routes: { login: 'https://app.example/auth/login', callback: 'https://app.example/auth/callback' },
    })
  })

  it('has its routes below the path of publicUrl', () => {
    const { homeUrl, routes } = parseSessionConfig({ ...config, publicUrl: 'https://app.example/shop/', routesPath: '/api/auth' })
    expect(homeUrl).toBe('https://app.example/shop')
    expect(routes.callback).toBe('https://app.example/shop/api/auth/callback')
  })

  it('a name of its own choice has the cookie, whatever the port', () => {
    const loopback = { ...config, publicUrl: 'http://127.0.0.1:3000', allowInsecureLoopback: true, cookieName: 'shop' }
    expect(parseSessionConfig(loopback).cookieNames.session).toBe('shop-session')
    expect(parseSessionConfig({ ...config, publicUrl: 'https://app.example:8443' }).cookieNames.session).toBe('__Host-auth-session')
  })

  it('on loopback over http the cookies have neither `__Host-` nor Secure', () => {
    const { cookieNames, cookieRules } = parseSessionConfig({ ...config, publicUrl: 'http://127.0.0.1:3000', allowInsecureLoopback: true })
    expect(cookieNames.session).toBe('auth-3000-session')
    expect(cookieRules.secure).toBe(false)
  })

  it('takes a callback and a signed-out page below publicUrl', () => {
    const { routes } = parseSessionConfig({
      ...config,
      redirectUri: 'https://app.example/back',
      postLogoutRedirectUri: 'https://app.example/bye',
    })
    expect(routes).toMatchObject({ callback: 'https://app.example/back', signedOut: 'https://app.example/bye' })
  })

  it.each([
    ['publicUrl', { publicUrl: undefined }],
    ['publicUrl', { publicUrl: 'http://app.example' }],
    ['publicUrl', { publicUrl: 'http://127.0.0.1' }],
    ['publicUrl', { publicUrl: 'https://app.example?x=1' }],
    ['secret', { secret: undefined }],
    ['secret', { secret: '' }],
    ['secret', { secret: 's'.repeat(31) }],
    ['secret', { secret: [] }],
    ['secret', { secret: ['s'.repeat(32), 'short'] }],
    ['routesPath', { routesPath: 'auth' }],
    ['routesPath', { routesPath: '/auth/' }],
    ['routesPath', { routesPath: '/' }],
    ['routesPath', { routesPath: '/a/../b' }],
    ['redirectUri', { redirectUri: 'https://evil.example/callback' }],
    ['redirectUri', { redirectUri: 'https://app.example/' }],
    ['redirectUri', { redirectUri: 'https://app.example/callback?x=1' }],
    ['postLogoutRedirectUri', { postLogoutRedirectUri: '/bye' }],
    ['sessionStore', { sessionStore: 'redis' }],
    ['sessionStore.get', { sessionStore: {} }],
    ['idleLifetimeSeconds', { idleLifetimeSeconds: 0 }],
    ['idleLifetimeSeconds', { idleLifetimeSeconds: 700_000 }],
    ['absoluteLifetimeSeconds', { absoluteLifetimeSeconds: Number.POSITIVE_INFINITY }],
    ['loginLifetimeSeconds', { loginLifetimeSeconds: 100_000 }],
    ['scopes', { scopes: ['profile'] }],
    ['loginParameters.scopes', { loginParameters: { scopes: ['profile'] } }],
    ['prompt', { loginParameters: { prompt: ['none', 'login'] } }],
    ['cookieName', { cookieName: 'a;b' }],
    ['cookieName', { cookieName: 'a=b' }],
    ['cookieName', { cookieName: '' }],
    ['exposeAccessToken', { exposeAccessToken: 'yes' }],
    ['errorPage', { errorPage: '/error' }],
    ['loginParameters', { loginParameters: 'x' }],
    [
      'loginParameters.responseMode',
      { publicUrl: 'http://127.0.0.1:1', allowInsecureLoopback: true, loginParameters: { responseMode: 'form_post' } },
    ],
  ])('refuses a bad %s: %j', (option, more) => {
    const parse = (): unknown => parseSessionConfig({ ...config, ...more } as never)
    expect(parse).toThrow(InvalidConfigError)
    expect(parse).toThrow(expect.objectContaining({ details: { option } }))
  })

  it('takes a store, and does not show a secret in an error', () => {
    expect(parseSessionConfig({ ...config, sessionStore: new MemorySessionStore() }).store).toBeInstanceOf(MemorySessionStore)
    expect(() => parseSessionConfig({ ...config, secret: 'hunter2' })).toThrow(expect.not.stringContaining('hunter2'))
  })
})
