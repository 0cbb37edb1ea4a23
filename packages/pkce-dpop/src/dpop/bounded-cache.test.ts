import { expect, it } from 'vitest'
import { BoundedCache } from './bounded-cache.ts'

it('drops the entry that was not set for the longest time', () => {
  const cache = new BoundedCache<object>(2)
  const [a, b, c] = [{}, {}, {}]
  cache.set('a', a)
  cache.set('b', b)
  cache.set('a', a)
  cache.set('c', c)
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([a, undefined, c])
})
