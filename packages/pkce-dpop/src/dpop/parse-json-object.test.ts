import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeUtf8 } from '../encode-utf8.ts'
import { parseJsonObject } from './parse-json-object.ts'

function parse(text: string): unknown {
  return parseJsonObject(encodeUtf8(text))
}

it('reads every JSON object, however it is spaced and escaped', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      const escaped = text.replaceAll(/[a-z](?=[^"\\]*":)/g, (letter) => letter)
      expect(parse(escaped)).toEqual(JSON.parse(text))
    }),
  )
  expect(parse(' { "a\\u0062" : "\\/" } ')).toEqual({ ab: '/' })
})

it('reads names that stand in several objects, names of values, and texts that look like names', () => {
  expect(parse('{"a": {"a": 1}, "b": [{"a": "b"}, {"a": "a:"}], "c": "{\\"a\\": 1, \\"a\\": 2}"}')).toMatchObject({ a: { a: 1 } })
})

it.each([
  ['a name twice', '{"a":1,"a":2}'],
  ['a name twice, once escaped', '{"a":1,"\\u0061":2}'],
  ['a name twice, spaced', '{ "a" : 1 , "b" : {} , "a" : 2 }'],
  ['a name twice in an inner object', '{"jwk":{"kty":"EC","kty":"RSA"}}'],
  ['a name twice in an object in an array', '{"a":[{"b":1},{"b":1,"b":2}]}'],
  ['a name twice after an inner object', '{"a":{"b":{}},"a":1}'],
  ['__proto__ twice', '{"__proto__":1,"__proto__":2}'],
  ['an array', '[{}]'],
  ['null', 'null'],
  ['a text', '"{}"'],
  ['a number', '1'],
  ['nothing', ''],
  ['more after the object', '{} {}'],
  ['a comment', '{/**/}'],
  ['a byte order mark', '\uFEFF{}'],
])('refuses %s', (_, text) => {
  expect(parse(text)).toBeUndefined()
})

it('refuses what is no UTF-8', () => {
  expect(parseJsonObject(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))).toBeUndefined() // {"ÿ":1} in Latin-1
  expect(parseJsonObject(Uint8Array.of(0x7b, 0x22, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d))).toBeUndefined() // an overlong NUL
})

it('refuses a name twice in any object, wherever it stands', () => {
  const pairs = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', '\\', '"', 'é'), fc.jsonValue()), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(pairs, fc.boolean(), (members, isInner) => {
      const object = `{ ${members.map(([name, value]) => `${JSON.stringify(name)} : ${JSON.stringify(value)}`).join(', ')} }`
      const names = members.map(([name]) => name)
      const isUnique = new Set(names).size === names.length
      expect(parse(isInner ? `{"x": [${object}]}` : object) !== undefined).toBe(isUnique)
    }),
  )
})
