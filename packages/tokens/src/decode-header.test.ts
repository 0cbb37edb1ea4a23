import { expect, it } from 'vitest'
import { decodeHeader } from './decode-header.ts'

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

it('decodes equal text once, and hands the same frozen header out', () => {
  const part = encode({ alg: 'ES256', kid: 'once' })
  const header = decodeHeader(part)
  expect(header).toEqual({ alg: 'ES256', kid: 'once' })
  expect(decodeHeader(encode({ alg: 'ES256', kid: 'once' }))).toBe(header)
  expect(Object.isFrozen(header)).toBe(true)
})

it('tells headers apart, however many', () => {
  for (let round = 0; round < 2; round++) {
    for (let index = 0; index < 200; index++) expect(decodeHeader(encode({ alg: 'ES256', kid: `k${index}` })).kid).toBe(`k${index}`)
  }
})

it('forgets: a sender of many headers fills no memory', () => {
  const part = encode({ alg: 'ES256', kid: 'first' })
  const header = decodeHeader(part)
  for (let index = 0; index < 64; index++) decodeHeader(encode({ alg: 'ES256', kid: `flood-${index}` }))
  expect(decodeHeader(part)).not.toBe(header)
  expect(decodeHeader(part)).toEqual(header)
})

it('remembers several at once, and no more than 64', () => {
  const [a, b] = [encode({ alg: 'ES256', kid: 'a' }), encode({ alg: 'ES256', kid: 'b' })]
  const first = decodeHeader(a)
  decodeHeader(b)
  expect(decodeHeader(a)).toBe(first)
  for (let index = 0; index < 64; index++) decodeHeader(encode({ alg: 'ES256', kid: `filler-${index}` }))
  expect(decodeHeader(a)).not.toBe(first)
})

it('does not remember a header that is refused, or a long one', () => {
  const refused = encode({ alg: 'ES256', crit: [] })
  for (let round = 0; round < 2; round++)
    expect(() => decodeHeader(refused)).toThrow(expect.objectContaining({ code: 'AUTH_1002', details: { check: 'crit' } }))
  const long = encode({ alg: 'ES256', filler: 'x'.repeat(500) })
  expect(decodeHeader(long)).not.toBe(decodeHeader(long))
})
