import { TokenExpiredError, TokenInvalidError, TokenRevokedError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { checkIntrospectedToken, type IntrospectionRules } from './check-introspected-token.ts'

const now = 1_000_000
const rules: IntrospectionRules<object> = {
  issuers: new Map([['https://as.example', ['api']]]),
  clock: { now: () => now * 1000, clockToleranceSeconds: 10 },
  claimsSchema: undefined,
  revoked: undefined,
}
const good = { active: true, iss: 'https://as.example', aud: ['api', 'other'], exp: now + 60, sub: 'ada', token_type: 'Bearer' }

it('tells the claims of an active token', async () => {
  const { payload, claims } = await checkIntrospectedToken(good, rules)
  expect(claims).toBe(payload)
  expect(payload).toMatchObject({ iss: 'https://as.example', sub: 'ada' })
})

it('an answer without iss speaks for the only issuer, and for none of several', async () => {
  const { iss: _, ...anonymous } = good
  expect((await checkIntrospectedToken(anonymous, rules)).payload.iss).toBe('https://as.example')
  const issuers = new Map([...rules.issuers, ['https://other.example', ['api']] as const])
  await expect(checkIntrospectedToken(anonymous, { ...rules, issuers })).rejects.toMatchObject({ details: { check: 'iss' } })
  expect((await checkIntrospectedToken(good, { ...rules, issuers })).payload.iss).toBe('https://as.example')
})

it.each([
  ['a token that is not active', { active: false }, 'inactive'],
  ['one of another issuer', { iss: 'https://evil.example' }, 'iss'],
  ['one whose issuer merely begins alike', { iss: 'https://as.example/' }, 'iss'],
  ['one for another audience', { aud: 'api2' }, 'aud'],
  ['one for no audience', { aud: undefined }, 'aud'],
  ['one that has not begun', { nbf: now + 11 }, 'nbf'],
  ['one from the future', { iat: now + 11 }, 'iat'],
  ['one without an end', { exp: undefined }, 'exp'],
  ['a refresh token, by its type', { token_type: 'refresh_token' }, 'kind'],
  ['a refresh token, by its use', { token_use: 'refresh_token' }, 'kind'],
  ['a refresh token, in other words', { token_use: 'RefreshToken' }, 'kind'],
  ['an ID token, by its type', { token_type: 'id_token' }, 'kind'],
  ['an ID token', { at_hash: 'x' }, 'kind'],
  ['a DPoP token without its key', { token_type: 'DPoP' }, 'binding'],
])('refuses %s', async (_, members, check) => {
  await expect(checkIntrospectedToken({ ...good, ...members }, rules)).rejects.toThrow(TokenInvalidError)
  await expect(checkIntrospectedToken({ ...good, ...members }, rules)).rejects.toMatchObject({ details: { check } })
})

it('refuses one that has ended, although it is called active', async () => {
  await expect(checkIntrospectedToken({ ...good, exp: now - 10 }, rules)).rejects.toThrow(TokenExpiredError)
})

it('takes any audience where that check is switched off', async () => {
  const issuers = new Map([['https://as.example', null]])
  await checkIntrospectedToken({ ...good, aud: undefined }, { ...rules, issuers })
})

it('`revoked` is asked as it is for JWTs: only false lets pass', async () => {
  await checkIntrospectedToken(good, { ...rules, revoked: () => false })
  for (const answer of [true, undefined, 0])
    await expect(checkIntrospectedToken(good, { ...rules, revoked: () => answer as never })).rejects.toThrow(TokenRevokedError)
})

it('the schema is applied as it is to JWTs, and the claims stay as they were told', async () => {
  const claimsSchema = z.object({ sub: z.string().toUpperCase() })
  const { payload, claims } = await checkIntrospectedToken({ ...good, cnf: { jkt: 'x' } }, { ...rules, claimsSchema })
  expect(claims).toEqual({ sub: 'ADA' })
  expect(payload['cnf']).toEqual({ jkt: 'x' })
  await expect(checkIntrospectedToken({ ...good, sub: undefined }, { ...rules, claimsSchema })).rejects.toMatchObject({
    details: { check: 'claims_schema' },
  })
})
