import { InvalidConfigError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { listKnownIssuers } from './known-issuers.ts'

it.each([
  [{ issuer: 'a', audience: 'api' }, [['a', ['api']]]],
  [{ issuer: 'a', audience: ['api', 'old'] }, [['a', ['api', 'old']]]],
  [{ issuer: 'a', audience: null }, [['a', null]]],
  [{ baseUrl: 'a', clientId: 'web' }, [['a', ['web']]]],
  [{ baseUrl: 'a', clientId: 'web', issuer: 'b', audience: 'api' }, [['b', ['api']]]],
  [
    {
      issuers: [
        { issuer: 'a', audience: 'api' },
        { issuer: 'b', audience: null },
      ],
    },
    [
      ['a', ['api']],
      ['b', null],
    ],
  ],
  [{}, []],
])('%j', (options, expected) => {
  expect([...listKnownIssuers(options)]).toEqual(expected)
})

it.each([
  [{ issuer: 'a' }, 'audience'],
  [{ issuer: 'a', clientId: 'web' }, 'audience'],
  [{ issuers: [{ audience: 'api' }] }, 'issuer'],
  [{ issuers: [null] }, 'issuers'],
  [{ issuers: 7 }, 'issuers'],
  [{ issuer: 'a', audience: [] }, 'audience'],
])('refuses %j', (options, option) => {
  expect(() => listKnownIssuers(options as never)).toThrow(InvalidConfigError)
  expect(() => listKnownIssuers(options as never)).toThrow(expect.objectContaining({ details: { option } }))
})
