import fc from 'fast-check'
import { expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { createPKCEChallenge } from './create-pkce-challenge.ts'
import { verifyCodeChallenge } from './verify-code-challenge.ts'

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

it('holds for the example of RFC 7636, appendix B', async () => {
  expect(await verifyCodeChallenge(verifier, challenge)).toBe(true)
})

it('holds for no other challenge: not for one that differs in one character, nor for the verifier itself (plain)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(challenge.length - 1), async (index) => {
      const other = challenge[index] === 'A' ? 'B' : 'A'
      expect(await verifyCodeChallenge(verifier, challenge.slice(0, index) + other + challenge.slice(index + 1))).toBe(false)
    }),
  )
  expect(await verifyCodeChallenge(verifier, verifier)).toBe(false)
  expect(await verifyCodeChallenge(verifier, `${challenge}=`)).toBe(false)
})

it('holds for no part of the challenge, and for nothing that begins with it', async () => {
  for (let length = 1; length < challenge.length; length++) {
    expect(await verifyCodeChallenge(verifier, challenge.slice(0, length))).toBe(false)
    expect(await verifyCodeChallenge(verifier, challenge.slice(length))).toBe(false)
    expect(await verifyCodeChallenge(verifier, challenge + challenge.slice(0, length))).toBe(false)
  }
})

it('does not hold for the verifier of another challenge', async () => {
  const other = await createPKCEChallenge()
  expect(await verifyCodeChallenge(other.codeVerifier, challenge)).toBe(false)
})

it('does not hold for a verifier of the wrong form, even with its own hash as the challenge', async () => {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('short'))
  expect(await verifyCodeChallenge('short', Buffer.from(hash).toString('base64url'))).toBe(false)
})

it.each([
  ['codeVerifier', undefined, challenge],
  ['codeVerifier', '', challenge],
  ['codeChallenge', verifier, undefined],
  ['codeChallenge', verifier, null],
])('refuses a missing %s', async (argument, ...args) => {
  const error = await catchError(() => verifyCodeChallenge(...(args as [string, string])))
  expect(error).toMatchObject({ name: 'PKCEError', code: 'PKCE_7001', details: { argument } })
})
