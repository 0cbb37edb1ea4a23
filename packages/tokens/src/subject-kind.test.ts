import { expect, it } from 'vitest'
import { getSubjectKind } from './subject-kind.ts'

it.each([
  [{ sub: 'app', client_id: 'app' }, 'client'],
  [{ sub: 'app', azp: 'app' }, 'client'],
  [{ sub: 'alice', client_id: 'app' }, 'user'],
  [{ sub: 'alice', azp: 'app' }, 'user'],
  [{ sub: 'alice' }, 'unknown'],
  [{ client_id: 'app' }, 'unknown'],
  [{ sub: 1, client_id: 1 }, 'unknown'],
] as const)('of %j is %s, so that a client id does not pass as a user (RFC 9700 §4.15)', (claims, kind) => {
  expect(getSubjectKind(claims)).toBe(kind)
})

it('refuses what is no object', () => {
  expect(() => getSubjectKind('alice' as never)).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
})
