import { ValidationError } from '@auth/core-errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLoginOptions, toLoginQuery } from './login-route.ts'

const word = fc.stringMatching(/^[a-z:.-]{1,10}$/)

describe('the query of the login route', () => {
  it('tells what was asked for, and nothing else', () => {
    const options = fc.record(
      {
        returnTo: fc.string({ minLength: 1 }),
        prompt: fc.array(fc.constantFrom('login', 'consent', 'select_account', 'create'), { minLength: 1, maxLength: 3 }),
        maxAgeSeconds: fc.integer({ min: 0, max: 999_999_999 }),
        acrValues: fc.array(word, { minLength: 1, maxLength: 3 }),
        loginHint: fc.string({ minLength: 1 }),
        uiLocales: fc.array(word, { minLength: 1, maxLength: 3 }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(options, (given) => {
        const query = toLoginQuery(given)
        query.set('scope', 'admin')
        query.set('redirect_uri', 'https://evil.example')
        expect(JSON.parse(JSON.stringify(readLoginOptions(query)))).toEqual(given)
      }),
    )
  })

  it.each(['prompt=none', 'prompt=login none', 'prompt=x', 'max_age=-1', 'max_age=1.5', 'max_age=1e9', 'max_age=9999999999'])(
    'refuses %s',
    (query) => {
      expect(() => readLoginOptions(new URLSearchParams(query))).toThrow(ValidationError)
    },
  )

  it('refuses acr_values of more than 512 characters', () => {
    const read = (length: number) => readLoginOptions(new URLSearchParams({ acr_values: 'x'.repeat(length) }))
    expect(() => read(513)).toThrow(ValidationError)
    expect(read(512).acrValues).toHaveLength(1)
  })
})
