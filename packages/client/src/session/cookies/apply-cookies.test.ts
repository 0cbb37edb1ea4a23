import { expect, it } from 'vitest'
import { applyCookies } from './apply-cookies.ts'
import { createCookie, deleteCookie } from './session-cookie.ts'

it('adds, replaces and deletes as a browser does, and leaves what it was given as it was', () => {
  const before = new Map([
    ['kept', '1'],
    ['replaced', '1'],
    ['deleted', '1'],
  ])
  const rules = { secure: true }
  const written = [
    createCookie(rules, { name: 'replaced', value: '2', maxAge: 60 }),
    createCookie(rules, { name: 'added', value: '2', maxAge: 60 }),
    deleteCookie(rules, 'deleted'),
  ]
  expect(Object.fromEntries(applyCookies(before, written))).toEqual({ kept: '1', replaced: '2', added: '2' })
  expect([...before.keys()]).toEqual(['kept', 'replaced', 'deleted'])
})
