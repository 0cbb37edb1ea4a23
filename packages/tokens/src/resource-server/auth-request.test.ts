import { expect, it } from 'vitest'
import { type AuthRequest, readHeader } from './auth-request.ts'

it('reads every value of a header, from either form of headers', () => {
  const read = (headers: AuthRequest['headers']): readonly string[] => readHeader({ method: 'GET', url: '/', headers }, 'authorization')
  expect(read({ authorization: 'a' })).toEqual(['a'])
  expect(read({ authorization: ['a', 'b'] })).toEqual(['a', 'b'])
  expect(read({})).toEqual([])
  expect(read(new Headers({ authorization: 'a' }))).toEqual(['a'])
  expect(read(new Headers())).toEqual([])
})
