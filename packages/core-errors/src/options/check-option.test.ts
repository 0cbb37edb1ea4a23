import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidConfigError } from '../index.ts'
import {
  checkFunction,
  checkInteger,
  checkObject,
  checkOneOf,
  checkSeconds,
  checkString,
  checkStringList,
  checkUrl,
  isLoopbackHost,
} from './index.ts'

type Check = (value: unknown, option: string) => unknown

const checks: Record<string, { readonly check: Check; readonly good: readonly unknown[]; readonly bad: readonly unknown[] }> = {
  checkString: { check: checkString, good: ['a', ' '], bad: ['', undefined, null, 1, {}, ['a']] },
  checkStringList: {
    check: checkStringList,
    good: [['a'], ['a', 'b']],
    bad: [[], [''], ['a', 1], 'a', undefined, null, { 0: 'a', length: 1 }],
  },
  checkSeconds: {
    check: (value, option) => checkSeconds(value, option),
    good: [0, 0.5, 3600],
    bad: [-1, Number.NaN, Infinity, -Infinity, '1', undefined, null, {}],
  },
  checkInteger: {
    check: (value, option) => checkInteger(value, option, 1, 10),
    good: [1, 10],
    bad: [0, 11, 1.5, Number.NaN, Infinity, '1', undefined],
  },
  checkFunction: { check: checkFunction, good: [() => 1], bad: [undefined, null, {}, 'f'] },
  checkObject: { check: checkObject, good: [{}, new Map(), Object.create(null)], bad: [undefined, null, [], 'o', 1, () => 1] },
  checkOneOf: {
    check: (value, option) => checkOneOf(value, option, ['a', 'b', true]),
    good: ['a', 'b', true],
    bad: ['c', '', false, undefined, 1, ['a']],
  },
  checkUrl: {
    check: (value, option) => checkUrl(value, option),
    good: ['https://as.example', 'https://as.example/tenant/', 'https://as.example:8443/a?b=c', new URL('https://as.example/x')],
    bad: [
      'http://as.example',
      'http://localhost:3000',
      'ftp://as.example',
      'as.example',
      '/path',
      '',
      ' https://as.example',
      'https://as.example ',
      'https://u:p@as.example',
      'https://as.example/#x',
      'https://',
      'https://as.example/\n',
      undefined,
      null,
      1,
      {},
    ],
  },
}

describe.each(Object.entries(checks))('%s', (_, { check, good, bad }) => {
  it.each(good.map((value) => [value]))('lets %j through as it is', (value) => {
    const checked = check(value, 'thing')
    if (value instanceof URL) expect(checked).toBe(value.href)
    else expect(checked).toEqual(value)
  })

  it.each(bad.map((value) => [value]))('refuses %j and names the option', (value) => {
    expect(() => check(value, 'thing')).toThrow(InvalidConfigError)
    expect(() => check(value, 'thing')).toThrow(
      expect.objectContaining({
        code: 'VAL_2002',
        details: { option: 'thing' },
        message: expect.stringMatching(/^option "thing" must be /),
      }),
    )
  })
})

describe('what a refusal tells', () => {
  it('shows numbers, and of everything else only its kind: an option may be a secret', () => {
    expect(() => checkSeconds(-1, 'ttlSeconds')).toThrow(
      'option "ttlSeconds" must be a number of seconds from 0 to 9007199254740991, got -1',
    )
    expect(() => checkString('', 'clientSecret')).toThrow('got an empty string')
    expect(() => checkSeconds('hunter2', 'ttlSeconds')).toThrow(/got another string$/)
    expect(() => checkString(['hunter2'], 'clientSecret')).toThrow(/got an array$/)
    expect(() => checkUrl(undefined, 'issuer')).toThrow(/got undefined$/)
    expect(() => checkUrl('as.example', 'issuer')).toThrow(/got another string$/)
    expect(() => checkUrl('https://user:hunter2@as.example', 'issuer')).toThrow(/^(?!.*hunter2)/)
  })

  it('property: nothing but a typed error, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...Object.values(checks)), (value, { check }) => {
        try {
          check(value, 'thing')
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidConfigError)
        }
      }),
    )
  })
})

describe('checkUrl on loopback', () => {
  it.each(['http://localhost:1/x', 'http://127.0.0.1', 'http://127.9.8.7:80/', 'http://[::1]:3000/'])(
    '%s passes only with allowInsecureLoopback',
    (url) => {
      expect(checkUrl(url, 'issuer', true)).toBe(url)
      expect(() => checkUrl(url, 'issuer')).toThrow(InvalidConfigError)
      expect(() => checkUrl(url, 'issuer', 'yes' as never)).toThrow(InvalidConfigError)
    },
  )

  it.each([
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://192.168.0.1',
    'http://0.0.0.0',
    'http://127.0.0.1@evil.example',
  ])('%s is not loopback', (url) => {
    expect(() => checkUrl(url, 'issuer', true)).toThrow(InvalidConfigError)
  })

  it('knows this machine by its names', () => {
    expect(['localhost', '127.0.0.1', '[::1]'].every(isLoopbackHost)).toBe(true)
    expect(['localhost.', '126.0.0.1', '[::2]', ''].some(isLoopbackHost)).toBe(false)
  })
})

describe('a list', () => {
  it('is copied, so that the caller cannot change it later', () => {
    const list = ['a']
    const checked = checkStringList(list, 'scopes')
    list.push('b')
    expect(checked).toEqual(['a'])
  })
})
