import { expect, it } from 'vitest'
import { parseMaxAge } from './parse-max-age.ts'

it.each([
  ['max-age=60', undefined, 60],
  ['public, max-age=60', undefined, 60],
  ['MAX-AGE=60, immutable', undefined, 60],
  ['max-age="60"', undefined, 60],
  ['max-age=60', '20', 40],
  ['max-age=60', '90', 0],
  ['max-age=60', 'old', 60],
  ['max-age=60, no-cache', undefined, 0],
  ['no-store', undefined, 0],
  ['no-cache', undefined, 0],
  ['max-age=60, no-cache="set-cookie"', undefined, 60],
  ['max-age=0', undefined, 0],
  ['s-maxage=60', undefined, undefined],
  ['x-max-age=60', undefined, undefined],
  ['max-age=-1', undefined, undefined],
  ['max-age=soon', undefined, undefined],
  ['', undefined, undefined],
  [undefined, '5', undefined],
])('Cache-Control %j with Age %j: %j', (cacheControl, age, expected) => {
  expect(parseMaxAge(new Headers({ ...(cacheControl && { 'cache-control': cacheControl }), ...(age && { age }) }))).toBe(expected)
})
