import { describe, expect, it, vi } from 'vitest'
import type { AccessTokenQuestion } from './access-token-question.ts'
import { waitForKeys } from './key-access.ts'
import { parseValidatorSettings } from './parse-validator-settings.ts'
import { recallOrVerify } from './recall-or-verify.ts'
import * as browser from './recall-or-verify.browser.ts'
import { createTestIssuer } from './testing/index.ts'
import type { TokenClaims } from './token-claims.ts'
import type { KnownToken, ValidatorSettings } from './validator-settings.ts'

/** A validator's settings, and a verification of any token that counts how often it is asked. */
async function start(): Promise<{
  ask: (token: string, options?: AccessTokenQuestion<TokenClaims>['options']) => AccessTokenQuestion<TokenClaims>
  verify: (question: AccessTokenQuestion<TokenClaims>) => KnownToken<TokenClaims>
}> {
  const { issuer, jwks } = await createTestIssuer()
  const settings: ValidatorSettings<TokenClaims> = parseValidatorSettings({ issuer, audience: 'api', jwks, now: () => 0 })
  const rules = settings.rulesByIssuer.get(issuer)!
  const header = { alg: 'ES256', kid: jwks.keys[0]!.kid }
  const key = await rules.keys.getSigningKey({ ...header, alg: jwks.keys[0]!.alg! })
  const payload = { iss: issuer, exp: 60 } as TokenClaims
  return {
    ask: (token, options = {}) => ({ token, options, access: waitForKeys, settings }),
    verify: vi.fn(() => ({ header: { ...header, alg: jwks.keys[0]!.alg! }, payload, claims: payload, rules, key })),
  }
}

describe('recallOrVerify', () => {
  it('verifies a token once, and another by itself', async () => {
    const { ask, verify } = await start()
    const first = await recallOrVerify(ask('a'), verify)
    expect((await recallOrVerify(ask('a'), verify)).claims).toBe(first.claims)
    expect(verify).toHaveBeenCalledTimes(1)
    await recallOrVerify(ask('b'), verify)
    expect(verify).toHaveBeenCalledTimes(2)
  })

  it('goes around what is remembered for a key that is given', async () => {
    const { ask, verify } = await start()
    await recallOrVerify(ask('a'), verify)
    await recallOrVerify(ask('a', { jwk: { kty: 'EC' } }), verify)
    expect(verify).toHaveBeenCalledTimes(2)
  })

  it('in browsers verifies every time, and keeps nothing', async () => {
    const { ask, verify } = await start()
    browser.recallOrVerify(ask('a'), verify)
    browser.recallOrVerify(ask('a'), verify)
    expect(verify).toHaveBeenCalledTimes(2)
    expect(browser.createVerifiedTokenCache()).toBeUndefined()
  })
})
