import { runInNewContext } from 'node:vm'
import { DPoPError, InvalidConfigError, UnauthorizedError, ValidationError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import type { AuthRequest } from './auth-request.ts'
import { createExtractor } from './credentials-source.ts'

function request(headers: Record<string, string | string[]>, raw?: unknown): AuthRequest {
  return { method: 'GET', url: '/?access_token=query', headers, raw }
}

it('reads the Authorization header by default', () => {
  const extract = createExtractor(undefined, ['Bearer'])
  expect(extract(request({ authorization: 'Bearer abc', cookie: 'token=def' }))).toEqual({ scheme: 'Bearer', token: 'abc' })
})

describe('a cookie', () => {
  const extract = createExtractor({ cookie: 'token' }, ['Bearer', 'DPoP'])

  it.each([
    ['alone', { cookie: 'token=abc' }],
    ['among others', { cookie: 'a=1; token=abc;b=2' }],
    ['beside ones whose names are longer', { cookie: 'xtoken=no; token=abc; token2=no' }],
    ['in quotes', { cookie: 'token="abc"' }],
    ['in the second of two headers', { cookie: ['a=1', 'token=abc'] }],
    ['beside an Authorization header of another kind', { cookie: 'token=abc', authorization: 'Basic YTpi' }],
    ['beside one whose kind merely ends alike', { cookie: 'token=abc', authorization: 'MyBearer def' }],
  ])('is found %s', (_, headers) => {
    expect(extract(request(headers))).toEqual({ scheme: 'Bearer', token: 'abc' })
  })

  it.each([
    ['no cookie', {}],
    ['an empty one', { cookie: 'token=' }],
    ['another case', { cookie: 'Token=abc' }],
    ['the header instead', { authorization: 'Bearer abc' }],
  ])('is all that is looked at: %s is no credentials', (_, headers) => {
    expect(() => extract(request(headers))).toThrow(UnauthorizedError)
  })

  it('that came twice, or beside a token in the header, is malformed', () => {
    expect(() => extract(request({ cookie: 'token=abc; token=def' }))).toThrow(ValidationError)
    for (const authorization of ['Bearer def', 'dpop def', 'Bearer'])
      expect(() => extract(request({ cookie: 'token=abc', authorization }))).toThrow(ValidationError)
  })
})

describe('a function', () => {
  it('is given the framework\u2019s own request, else the neutral one', () => {
    const seen: unknown[] = []
    const extract = createExtractor((each: unknown) => void seen.push(each), ['Bearer'])
    const raw = { own: true }
    const neutral = request({})
    for (const each of [request({}, raw), neutral]) expect(() => extract(each)).toThrow(UnauthorizedError)
    expect(seen).toEqual([raw, neutral])
  })

  it('answers a token, or one with its scheme, at once or later', async () => {
    const find = (found: unknown): unknown => createExtractor(() => found as string, ['Bearer', 'DPoP'])(request({}))
    expect(find('abc')).toEqual({ scheme: 'Bearer', token: 'abc' })
    expect(find({ token: 'abc' })).toEqual({ scheme: 'Bearer', token: 'abc' })
    expect(await find(Promise.resolve({ token: 'abc', scheme: 'DPoP' }))).toEqual({ scheme: 'DPoP', token: 'abc' })
    for (const nothing of [undefined, null, '']) expect(() => find(nothing)).toThrow(UnauthorizedError)
    await expect(find(Promise.resolve(undefined))).rejects.toThrow(UnauthorizedError)
    for (const wrong of [7, {}, { token: '' }, ['abc']]) expect(() => find(wrong)).toThrow(InvalidConfigError)
    expect(() => find({ token: 'abc', scheme: 'Basic' })).toThrow(UnauthorizedError)
  })

  it('finds no Bearer token where DPoP is required', () => {
    expect(() => createExtractor(() => 'abc', ['DPoP'])(request({}))).toThrow(DPoPError)
  })
})

it.each([['header'], [{}], [null], [{ cookie: '' }], [{ cookie: 'a b' }], [{ cookie: 'a=b' }], [7]])('refuses %j', (source) => {
  expect(() => createExtractor(source as never, ['Bearer'])).toThrow(InvalidConfigError)
})

it('a cookie holds no proof, so that it is refused where one is required', () => {
  expect(() => createExtractor({ cookie: 'token' }, ['DPoP'])).toThrow(InvalidConfigError)
})

it('a function that answers with a promise of another realm is waited for', async () => {
  const extract = createExtractor(() => runInNewContext('Promise.resolve("abc")') as never, ['Bearer'])
  expect(await extract(request({}))).toEqual({ scheme: 'Bearer', token: 'abc' })
})
