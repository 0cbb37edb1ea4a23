import { expect, it } from 'vitest'
import { type AuthRequest, readHeader, readPath } from './auth-request.ts'

it('reads every value of a header, from either form of headers', () => {
  const read = (headers: AuthRequest['headers']): readonly string[] => readHeader({ method: 'GET', url: '/', headers }, 'authorization')
  expect(read({ authorization: 'a' })).toEqual(['a'])
  expect(read({ authorization: ['a', 'b'] })).toEqual(['a', 'b'])
  expect(read({})).toEqual([])
  expect(read(new Headers({ authorization: 'a' }))).toEqual(['a'])
  expect(read(new Headers())).toEqual([])
})

it.each([
  ['/orders', '/orders'],
  ['/orders?x=1#y', '/orders'],
  ['https://other.example/orders?x', '/orders'],
  ['HTTP://other.example:8080', ''],
  ['https://other.example?x=/orders', ''],
  ['//other.example/orders', '//other.example/orders'],
  ['/%6frders/../x', '/%6frders/../x'],
  ['@other.example/orders', ''],
  ['.other.example/orders', ''],
  ['*', ''],
  ['', ''],
])('of %j only the path counts: %j', (url, path) => {
  expect(readPath(url)).toBe(path)
})
