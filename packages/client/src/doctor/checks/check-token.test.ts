import { expect, it } from 'vitest'
import { answer, createFacts, document, issuer, list, now, read } from '../../../test/doctor/create-facts.ts'
import type { Facts, TokenFacts } from '../facts.ts'
import { checkToken } from './check-token.ts'

const header = { alg: 'RS256', typ: 'at+jwt', kid: 'k1' }
const claims = { iss: issuer, aud: 'https://api.example', exp: now / 1000 + 60, scope: 'read', sub: 'ada', cnf: { jkt: 'thumb' } }
const good: TokenFacts = { source: 'given', header, claims, parts: 3, verdict: { kind: 'good' } }
const bad = (check: string | undefined, more: Partial<TokenFacts> = {}, code = 'AUTH_1002'): TokenFacts => ({
  ...good,
  verdict: { kind: 'bad', code: code as never, check },
  ...more,
})
const check = (token: TokenFacts, facts: Partial<Facts> = {}) =>
  checkToken(createFacts({ audience: 'https://api.example', ...facts, tokens: [token] }))

it('tells what a token says, and nothing about the person', () => {
  const findings = check(good)
  expect(list(findings)).toEqual(['token.claims good', 'token.good good'])
  expect(read(findings, 'token.claims')).toBe(
    `the token: issuer ${issuer}, audience https://api.example, expires in 60 s, type at+jwt, RS256, key k1, scopes read, bound to a DPoP key`,
  )
  expect(JSON.stringify(findings)).not.toMatch(/ada|thumb/)
})

it.each<[string, RegExp, Partial<TokenFacts>]>([
  ['iss', /issued by https:\/\/other\.example.*issuer: https:\/\/other\.example/, { claims: { ...claims, iss: 'https://other.example' } }],
  ['aud', /for web, not for https:\/\/api\.example -> .*audience: web/, { claims: { ...claims, aud: 'web' } }],
  ['exp', /exp is soon, which is no time/, { claims: { ...claims, exp: 'soon' } }],
  ['nbf', /\(nbf\).*clocks/, {}],
  ['iat', /future.*clocks/, {}],
  ['typ', /type is id\+jwt.*not the ID token/, { header: { ...header, typ: 'id+jwt' } }],
  ['alg', /HS256.*never taken/, { header: { ...header, alg: 'HS256' } }],
  ['kid', /names the key k1.*publish that key/, {}],
  ['signature', /signature.*another environment/, {}],
  ['kind', /ID, refresh or logout token -> .*access_token/, {}],
  ['sub', /sub/, {}],
  ['crit', /demands/, {}],
])('says that the check "%s" fails, and what to write', (name, words, more) => {
  const findings = check(bad(name, more))
  expect(list(findings)).toEqual(['token.claims good', `token.${name} problem`])
  expect(read(findings, `token.${name}`)).toContain(`refused by the check "${name}"`)
  expect(read(findings, `token.${name}`)).toMatch(words)
})

it.each(['format', 'size', 'encryption'])('explains what cannot be decoded: %s', (name) => {
  const findings = check(bad(name, { header: undefined, claims: undefined }))
  expect(list(findings)).toEqual([`token.${name} problem`])
})

it('takes what has no parts for opaque, and says who can judge it', () => {
  const findings = check(bad('format', { header: undefined, claims: undefined, parts: 1 }))
  expect(list(findings)).toEqual(['token.opaque note'])
  expect(read(findings, 'token.opaque')).toMatch(/introspection: client/)
})

it('an expired token is good otherwise; a clock that is off may be why', () => {
  const expired = bad(undefined, { claims: { ...claims, exp: now / 1000 - 30 } }, 'AUTH_1001')
  expect(read(check(expired), 'token.claims')).toContain('expired 30 s ago')
  expect(read(check(expired), 'token.expired')).toMatch(/get a new one/)
  const oidc = document(answer({}, { date: new Date(now - 600_000).toUTCString() }))
  expect(read(check(expired, { oidc }), 'token.expired')).toMatch(/clocks differ by 600 s/)
})

it('without an audience says which one to write', () => {
  const findings = check(good, { audience: undefined })
  expect(list(findings)).toEqual(['token.claims good', 'token.audience_unchecked note'])
  expect(read(findings, 'token.audience_unchecked')).toMatch(/audience: https:\/\/api\.example/)
})

it('says so when there is nothing to judge, or nothing to judge by', () => {
  expect(list(checkToken(createFacts()))).toEqual(['token.none skipped'])
  expect(list(check({ ...good, verdict: { kind: 'undecided' } }))).toContain('token.undecided skipped')
})

it('never repeats the name of a check that is none of ours', () => {
  expect(list(check(bad('A Name'))).at(-1)).toBe('token.refused problem')
})
