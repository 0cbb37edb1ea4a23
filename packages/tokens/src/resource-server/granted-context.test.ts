import { expect, it } from 'vitest'
import type { TokenClaims } from '../token-claims.ts'
import type { AuthContext } from './auth-context.ts'
import { GrantedContext } from './granted-context.ts'

const payload: TokenClaims = { iss: 'https://as.example', exp: 1, sub: 'alice' }
const auth: AuthContext = { token: 't', claims: { ...payload, sub: 'mapped' }, scheme: 'Bearer', scopes: ['a'], issuer: payload.iss }
const server = {}
const granted = new GrantedContext(auth, { payload, server })

it('shows what an AuthContext shows, and nothing else', () => {
  expect(Object.fromEntries(Object.entries(granted))).toEqual(auth)
  expect(Object.isFrozen(granted)).toBe(true)
})

it('tells the claims as they were signed to the server that made it alone', () => {
  expect(GrantedContext.readPayload(granted, server)).toBe(payload)
  expect(GrantedContext.readPayload(granted, {})).toBeUndefined()
})

it.each([undefined, null, 'a text', 1, {}, auth, Object.assign({}, granted), Object.create(granted), new Proxy(granted, {})])(
  'nothing else is taken for one (%#)',
  (context) => {
    expect(GrantedContext.readPayload(context, server)).toBeUndefined()
  },
)
