import { describe, expect, it, vi } from 'vitest'
import {
  AuthPlatformError,
  DPoPError,
  isAuthPlatformError,
  NetworkError,
  ServiceUnavailableError,
  TokenExpiredError,
  TokenInvalidError,
} from './index.ts'

describe('AuthPlatformError', () => {
  it('is written as JSON with the keys of the Python SDK', () => {
    const error = new TokenExpiredError('expired an hour ago', { correlationId: 'c-1', details: { kid: 'k1' } })
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      error: 'expired an hour ago',
      code: 'AUTH_1001',
      status_code: 401,
      correlation_id: 'c-1',
      details: { kid: 'k1' },
    })
    expect(new TokenExpiredError().toJSON().correlation_id).toBeNull()
  })

  it("tells the upstream's status apart from the one that a server answers with", () => {
    const error = new ServiceUnavailableError('down', { statusCode: 500 })
    expect(error).toMatchObject({ statusCode: 500, httpStatus: 503 })
    expect(error.toJSON().status_code).toBe(500)
  })

  it('does not let its details be changed, by the caller either', () => {
    const details = { kid: 'k1', list: ['a'] }
    const error = new TokenInvalidError('no', { details })
    details.list.push('b')
    expect(error.details).toEqual({ kid: 'k1', list: ['a'] })
    expect(() => Object.assign(error.details, { kid: 'k2' })).toThrow(TypeError)
  })

  it('keeps a harmless cause as it is', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })
    expect(new NetworkError('no', { cause }).cause).toBe(cause)
    const inner = new TokenInvalidError('no', { details: { check: 'aud' } })
    expect(new NetworkError('no', { cause: inner }).cause).toBe(inner)
    expect('cause' in new NetworkError('no')).toBe(false)
  })

  it('leads to the explanation of its own code, which is not part of its JSON', () => {
    expect(new TokenExpiredError().docs).toBe('https://auth.example/errors/#AUTH_1001')
    expect(new DPoPError('replayed', { code: 'DPOP_6004' }).docs).toBe('https://auth.example/errors/#DPOP_6004')
    expect(JSON.stringify(new TokenExpiredError())).not.toContain('auth.example')
  })

  it('is retryable for outages and limits, never for a bad credential', () => {
    expect(new NetworkError().retryable).toBe(true)
    expect(new ServiceUnavailableError().retryable).toBe(true)
    expect(new TokenInvalidError().retryable).toBe(false)
  })
})

describe('identity across copies of the package', () => {
  async function importCopy(): Promise<typeof import('./index.ts')> {
    vi.resetModules()
    return import('./index.ts')
  }

  it('instanceof holds for the class of the same name and for the base, and for no other class', async () => {
    const copy = await importCopy()
    const theirs = new copy.TokenExpiredError('expired')
    expect(copy.TokenExpiredError).not.toBe(TokenExpiredError)
    expect(theirs).toBeInstanceOf(TokenExpiredError)
    expect(theirs).toBeInstanceOf(AuthPlatformError)
    expect(theirs).not.toBeInstanceOf(TokenInvalidError)
    expect(isAuthPlatformError(theirs)).toBe(true)
  })

  it("a user's subclass is an instance of its own class only in its own copy", async () => {
    const copy = await importCopy()
    class Mine extends TokenExpiredError {}
    expect(new Mine()).toBeInstanceOf(Mine)
    expect(new Mine()).toBeInstanceOf(TokenExpiredError)
    expect(new Mine()).toBeInstanceOf(copy.TokenExpiredError)
    expect(new copy.TokenExpiredError()).not.toBeInstanceOf(Mine)
    expect(new TokenExpiredError()).not.toBeInstanceOf(Mine)
  })

  it('nothing else is an error of this family', () => {
    for (const value of [undefined, null, 1, 'AUTH_1001', {}, { code: 'AUTH_1001' }, new Error('no')]) {
      expect(isAuthPlatformError(value)).toBe(false)
      expect(value).not.toBeInstanceOf(AuthPlatformError)
      expect(value).not.toBeInstanceOf(DPoPError)
    }
  })
})
