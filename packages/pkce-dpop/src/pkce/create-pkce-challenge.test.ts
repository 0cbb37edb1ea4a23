import { expect, it } from 'vitest'
import { createPKCEChallenge } from './create-pkce-challenge.ts'
import { verifyCodeChallenge } from './verify-code-challenge.ts'

it('makes a verifier of 64 characters, its challenge, and no method but S256', async () => {
  const { codeVerifier, codeChallenge, codeChallengeMethod, ...others } = await createPKCEChallenge()
  expect(codeVerifier).toMatch(/^[\w-]{64}$/)
  expect(await verifyCodeChallenge(codeVerifier, codeChallenge)).toBe(true)
  expect(codeChallengeMethod).toBe('S256')
  expect(others).toEqual({})
})

it('makes another one every time', async () => {
  const challenges = await Promise.all(Array.from({ length: 100 }, createPKCEChallenge))
  expect(new Set(challenges.map(({ codeVerifier }) => codeVerifier)).size).toBe(100)
})
