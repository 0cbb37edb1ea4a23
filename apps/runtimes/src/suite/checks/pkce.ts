import { createPKCEChallenge, generateCodeChallenge, verifyCodeChallenge } from '@auth/pkce-dpop/pkce'
import type { Check } from '../check.ts'
import { expectEqual, expectRefusal } from '../expect.ts'

const knowsTheExample: Check = {
  name: 'pkce: the example of RFC 7636, and challenges of its own',
  async run() {
    const challenge = await generateCodeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')
    expectEqual(challenge, 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', 'the challenge of appendix B')
    const [first, second] = [await createPKCEChallenge(), await createPKCEChallenge()]
    expectEqual(first.codeVerifier === second.codeVerifier, false, 'two equal verifiers')
    expectEqual(await verifyCodeChallenge(first.codeVerifier, first.codeChallenge), true, 'its own challenge')
    expectEqual(await verifyCodeChallenge(second.codeVerifier, first.codeChallenge), false, 'another one\u2019s challenge')
    await expectRefusal(() => generateCodeChallenge('too short'), 'PKCE_7002')
  },
}

export const pkceChecks: readonly Check[] = [knowsTheExample]
