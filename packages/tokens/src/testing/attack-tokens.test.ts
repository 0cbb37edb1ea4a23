import { isAuthPlatformError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { TokenValidator } from '../token-validator.ts'
import { createTestIssuer } from './create-test-issuer.ts'

async function failureOf(work: () => unknown): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    return error
  }
  throw new Error('expected a failure')
}

function toFacts(error: unknown): { code: unknown; check: unknown } {
  if (!isAuthPlatformError(error)) throw error
  return { code: error.code, check: error.details['check'] }
}

it('attack tokens have names of their own, and say what they attack', async () => {
  const tokens = await (await createTestIssuer()).attackTokens()
  expect(new Set(tokens.map(({ name }) => name)).size).toBe(tokens.length)
  expect(tokens.length).toBeGreaterThan(70)
  for (const { attacks } of tokens) expect(attacks).toMatch(/^(the |base64url|member names|extensions)/)
})

describe.each(['RS256', 'PS384', 'ES256', 'ES512', 'EdDSA'])('attack tokens of an issuer that signs with %s', (algorithm) => {
  it('are each refused with their code and check', async () => {
    const issuer = await createTestIssuer({ algorithm, audience: 'api' })
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks: issuer.jwks, now: issuer.now })
    for (const { name, token, code, check } of await issuer.attackTokens()) {
      expect({ name, ...toFacts(await failureOf(() => validator.validate(token))) }).toEqual({ name, code, check })
    }
  })

  it('are each refused by validateSync, which cannot tell an unknown kid from a key that is not there yet', async () => {
    const issuer = await createTestIssuer({ algorithm, audience: 'api' })
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks: issuer.jwks, now: issuer.now })
    for (const { name, token, code, check } of await issuer.attackTokens()) {
      const expected = name.startsWith('kid "') ? { code: 'SRV_5004', check: undefined } : { code, check }
      expect({ name, ...toFacts(await failureOf(() => validator.validateSync(token))) }).toEqual({ name, ...expected })
    }
  })

  it('stand beside a good token that passes', async () => {
    const issuer = await createTestIssuer({ algorithm })
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks: issuer.jwks, now: issuer.now })
    const token = await issuer.sign({ sub: 'me' })
    expect(await validator.validate(token)).toMatchObject({ iss: issuer.issuer, aud: 'api', sub: 'me', client_id: 'test-client' })
    expect(validator.validateSync(token)).toBe(await validator.validate(token))
  })
})
