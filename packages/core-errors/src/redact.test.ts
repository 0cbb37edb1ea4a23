import fc from 'fast-check'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { NetworkError, TokenInvalidError } from './index.ts'
import { redact } from './redact.ts'

const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl'

describe('text', () => {
  it.each([
    ['a JWS', `token ${jwt} is bad`, jwt],
    ['a JWE', `got ${jwt}.${jwt}`, 'c2lnbmF0dXJl'],
    ['a bearer credential', 'Authorization: Bearer 0123456789abcdef0123', '0123456789abcdef'],
    ['a basic credential', 'authorization: basic Y2xpZW50OnNlY3JldA==', 'Y2xpZW50OnNlY3JldA=='],
    ['a secret in a form', 'grant_type=x&client_secret=hunter2&a=b', 'hunter2'],
    ['a code in a URL', 'https://app.example/cb?code=SplxlOBe&state=1', 'SplxlOBe'],
    ['a token in JSON', '{"access_token": "opaque-1"}', 'opaque-1'],
    ['a verifier in a form', 'code_verifier=dBjftJeZ4CVP', 'dBjftJeZ4CVP'],
  ])('%s is hidden', (_, text, secret) => {
    expect(redact(text)).not.toContain(secret)
    expect(redact(text)).toContain('[redacted]')
  })

  it('what tells nothing secret stays as it is', () => {
    const text = 'audience does not match: expected "https://api.example", got "https://other.example" (bearer tokens only)'
    expect(redact(text)).toBe(text)
  })
})

describe('data', () => {
  it.each([
    'token',
    'access_token',
    'refreshToken',
    'clientSecret',
    'client_secret',
    'password',
    'client_assertion',
    'authorization',
    'Cookie',
    'codeVerifier',
    'headers',
    'body',
    'proof',
    'authorizationCode',
    'device_code',
  ])('the member %s is hidden', (name) => {
    expect(redact({ [name]: 'opaque' })).toEqual({ [name]: '[redacted]' })
  })

  it('harmless members, empty ones and numbers stay', () => {
    const data = { kid: 'k1', tokenType: 'Bearer', errorCode: undefined, statusCode: 400, token: undefined, list: [1, true, null] }
    expect(redact(data)).toEqual(data)
  })

  it('what is not plain data is hidden whole, and so is what is nested too deep or in a circle', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(redact({ a: new Headers({ authorization: 'x' }), b: new Map(), c: () => 1 })).toEqual({
      a: '[redacted]',
      b: '[redacted]',
      c: '[redacted]',
    })
    expect(JSON.stringify(redact(circle))).toContain('[redacted]')
  })

  it('property: no secret survives, wherever it stands', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{24,40}$/)
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom('access_token', 'clientSecret', 'headers'),
        fc.integer({ min: 0, max: 12 }),
        (value, name, depth) => {
          let details: Record<string, unknown> = { [name]: value, text: `Bearer ${value}`, jwt: `eyJ${value}` }
          for (let level = 0; level < depth; level++) details = level % 2 ? { inner: details } : { list: [details] }
          const cause = Object.assign(new Error(`client_secret=${value}`), { request: { headers: value } })
          const error = new TokenInvalidError(`eyJ${value}.e30.x`, { details, cause })
          expect(inspect(error, { depth: 30, showHidden: true })).not.toContain(value)
          expect(JSON.stringify(error)).not.toContain(value)
        },
      ),
    )
  })
})

describe('causes', () => {
  it('a cause that carries a request is replaced by its name and message', () => {
    const cause = Object.assign(new TypeError('fetch failed'), {
      request: new Request('https://as.example', { headers: { authorization: 'x' } }),
    })
    const kept = new NetworkError('no', { cause }).cause as Error
    expect(kept).toBeInstanceOf(Error)
    expect(kept).toMatchObject({ name: 'TypeError', message: 'fetch failed' })
    expect(kept).not.toHaveProperty('request')
  })

  it('a secret in the cause of the cause is hidden too, and a circle of causes ends', () => {
    const outer = new Error('outer', { cause: new Error(`inner ${jwt}`) })
    expect(inspect(new NetworkError('no', { cause: outer }))).not.toContain(jwt)
    const circle = new Error('circle')
    circle.cause = circle
    expect(new NetworkError('no', { cause: circle }).cause).toBeInstanceOf(Error)
  })

  it('a cause that is no Error is redacted like data', () => {
    expect(new NetworkError('no', { cause: `code=${jwt}` }).cause).toBe('code=[redacted]')
    expect(new NetworkError('no', { cause: { token: 'x' } }).cause).toEqual({ token: '[redacted]' })
  })
})
