import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJsonObject } from './parse-json-object.ts'

const parse = (text: string): unknown => parseJsonObject(new TextEncoder().encode(text))

describe('parseJsonObject', () => {
  it('parses one JSON object, deeply frozen', () => {
    const value = parse(' {"a":[{"b":"c"}],"d":{}} ') as { a: [object] }
    expect(value).toEqual({ a: [{ b: 'c' }], d: {} })
    for (const part of [value, value.a, value.a[0]]) expect(Object.isFrozen(part)).toBe(true)
  })

  it.each(['[]', 'null', '1', '"x"', 'true', '', '{', '{}{}', '{} x', "{'a':1}", '{"a":1,}', 'NaN', '\uFEFF{}', '[{"a":1}]', '\u0000{}'])(
    'refuses %j',
    (text) => {
      expect(parse(text)).toBeUndefined()
    },
  )

  it('refuses bytes that are not UTF-8', () => {
    expect(parseJsonObject(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))).toBeUndefined()
    expect(parseJsonObject(Uint8Array.of(0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d)), 'overlong').toBeUndefined()
    expect(parseJsonObject(Uint8Array.of(0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d)), 'surrogate').toBeUndefined()
  })

  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '{"x":{"a":1,"a":2}}',
    '{"x":[{"a":1,"b":2,"a":3}]}',
    '{"__proto__":1,"__proto__":2}',
    '{"":1,"":2}',
    '{"\\"":1,"\\u0022":2}',
    '{"\\\\":1 , "\\\\" : 2}',
    '{"a" : 1, "b":{"c":"\\"a\\":"} , "a"\n:\t2}',
  ])('refuses the duplicate member in %s', (text) => {
    expect(parse(text)).toBeUndefined()
  })

  it.each([
    '{"a":":","b":"\\":"}',
    '{"a:b":1,"a":":"}',
    '{"a":{"a":{"a":1}}}',
    '{"a":["a","a:",":"]}',
    '{"__proto__":1,"a":2}',
    '{"a\\\\":1,"a":2}',
  ])('sees no duplicate in %s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text))
  })

  it('takes nesting of 64 and refuses 65, however the levels are made', () => {
    const nested = (levels: number): string => `${'{"a":['.repeat(levels / 2)}1${']}'.repeat(levels / 2)}`
    expect(parse(nested(64))).toBeDefined()
    expect(parse(nested(66))).toBeUndefined()
    expect(parse(`{"a":${'['.repeat(64)}${']'.repeat(64)}}`)).toBeUndefined()
    expect(parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toBeUndefined()
  })

  it('property: what JSON.stringify writes of an object is parsed to the same', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (value) => {
        const text = JSON.stringify(value)
        expect(JSON.stringify(parse(text))).toBe(JSON.stringify(JSON.parse(text)))
      }),
      { numRuns: 1000 },
    )
  })

  it('property: a member written twice at any place is refused', () => {
    const member = fc.tuple(fc.string(), fc.jsonValue({ maxDepth: 2 }))
    fc.assert(
      fc.property(fc.uniqueArray(member, { minLength: 1, selector: ([name]) => name }), fc.nat(), (members, pick) => {
        const written = members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
        const again = written[pick % written.length] ?? ''
        expect(parse(`{"deep":[{${[...written, again].join()}}]}`)).toBeUndefined()
        expect(parse(`{"deep":[{${written.join()}}]}`)).toBeDefined()
      }),
    )
  })
})
