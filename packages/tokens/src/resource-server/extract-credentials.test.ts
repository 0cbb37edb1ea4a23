import fc from 'fast-check'
import { AuthPlatformError, DPoPError, UnauthorizedError, ValidationError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import type { AuthScheme } from './auth-context.ts'
import type { RequestHeaders } from './auth-request.ts'
import { extractCredentials } from './extract-credentials.ts'

function extract(headers: RequestHeaders | Headers, url = '/orders', taken: readonly AuthScheme[] = ['Bearer']): unknown {
  return extractCredentials({ method: 'GET', url, headers }, taken)
}

describe('extractCredentials', () => {
  it.each([
    ['one bearer token', { authorization: 'Bearer abc.def' }],
    ['the scheme in any case', { authorization: 'bEARER abc.def' }],
    ['a list with one value', { authorization: ['Bearer abc.def'] }],
    ['web-standard headers', new Headers({ Authorization: 'Bearer abc.def' })],
  ])('takes %s', (_, headers) => {
    expect(extract(headers)).toEqual({ scheme: 'Bearer', token: 'abc.def' })
  })

  it.each([
    ['no header', {}],
    ['an undefined header', { authorization: undefined }],
    ['an empty list', { authorization: [] }],
    ['an empty header', { authorization: '' }],
    ['Basic credentials, even around a token', { authorization: 'Basic abc.def' }],
    ['a token without a scheme', { authorization: 'abc.def' }],
    ['a scheme that merely begins alike', { authorization: 'Bearerx abc.def' }],
  ])('sees no credentials in %s', (_, headers) => {
    expect(() => extract(headers)).toThrow(UnauthorizedError)
  })

  it.each([
    ['the scheme alone', { authorization: 'Bearer' }],
    ['the scheme and a space', { authorization: 'Bearer ' }],
    ['two tokens', { authorization: 'Bearer abc def' }],
    ['two spaces', { authorization: 'Bearer  abc' }],
    ['a space behind', { authorization: 'Bearer abc ' }],
    ['the header twice', { authorization: ['Bearer abc', 'Bearer def'] }],
    [
      'the header twice, joined',
      new Headers([
        ['authorization', 'Bearer abc'],
        ['authorization', 'Bearer def'],
      ]),
    ],
  ])('refuses %s as malformed', (_, headers) => {
    expect(() => extract(headers)).toThrow(ValidationError)
  })

  it('takes DPoP where that is offered, in any case', () => {
    expect(extract({ authorization: 'dPoP abc' }, '/', ['Bearer', 'DPoP'])).toEqual({ scheme: 'DPoP', token: 'abc' })
    expect(extract({ authorization: 'Bearer abc' }, '/', ['Bearer', 'DPoP'])).toEqual({ scheme: 'Bearer', token: 'abc' })
    expect(() => extract({ authorization: 'DPoP abc' })).toThrow(UnauthorizedError)
  })

  it('asks for a proof where Bearer alone is not enough', () => {
    expect(() => extract({ authorization: 'Bearer abc' }, '/', ['DPoP'])).toThrow(DPoPError)
    expect(() => extract({ authorization: 'Bearer abc' }, '/', ['DPoP'])).toThrow(expect.objectContaining({ code: 'DPOP_6001' }))
    expect(() => extract({ authorization: 'Basic abc' }, '/', ['DPoP'])).toThrow(UnauthorizedError)
  })

  it('never reads a token from the query', () => {
    expect(() => extract({}, '/orders?access_token=abc.def')).toThrow(UnauthorizedError)
  })

  it('property: whatever comes, an answer or a typed error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.string()),
          fc.string().map((text) => `Bearer ${text}`),
        ),
        (authorization) => {
          try {
            extract({ authorization })
          } catch (error) {
            expect(error).toBeInstanceOf(AuthPlatformError)
          }
        },
      ),
    )
  })
})
