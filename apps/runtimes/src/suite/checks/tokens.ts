import { TokenValidator } from '@auth/tokens'
import { createTestIssuer } from '@auth/tokens/testing'
import type { Check } from '../check.ts'
import { expectEqual, expectRefusal } from '../expect.ts'
import { type Algorithm, algorithms, type World } from '../world.ts'

function createValidator({ facts: { issuer } }: World, audience: string): TokenValidator {
  return new TokenValidator({ issuer, audience, allowInsecureLoopback: true })
}

/** The token with one byte of its signature changed. */
function tamper(token: string): string {
  const at = token.lastIndexOf('.') + 10
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
}

function validates(algorithm: Algorithm): Check {
  return {
    name: `tokens: ${algorithm} of a live issuer`,
    async run(world) {
      const token = await world.order('token', { algorithm })
      const validator = createValidator(world, world.facts.audiences[algorithm])
      const { header, claims } = await validator.verify(token)
      expectEqual([header.alg, claims.iss, claims.client_id], [algorithm, world.facts.issuer, world.facts.clientId], 'alg, iss, client_id')
      const forged = await expectRefusal(() => validator.validate(tamper(token)), 'AUTH_1002')
      expectEqual(forged.details['check'], 'signature', 'the check that refuses a changed signature')
      const elsewhere = await expectRefusal(() => createValidator(world, 'https://other.example').validate(token), 'AUTH_1002')
      expectEqual(elsewhere.details['check'], 'aud', 'the check that refuses a token for another API')
    },
  }
}

const validatesAtOnce: Check = {
  name: 'tokens: validateSync, or a refusal that says why',
  async run(world) {
    const token = await world.order('token', { algorithm: 'ES256' })
    const fresh = createValidator(world, world.facts.audiences.ES256)
    await fresh.validate(await world.order('token', { algorithm: 'ES256' })) // so that the keys are in memory
    if (!world.traits.hasSynchronousSignatures) {
      await expectRefusal(() => fresh.validateSync(token), 'VAL_2002')
      return
    }
    expectEqual(fresh.validateSync(token).client_id, world.facts.clientId, 'client_id')
    await expectRefusal(() => fresh.validateSync(tamper(token)), 'AUTH_1002')
  },
}

function refusesAttacks(algorithm: Algorithm): Check {
  return {
    name: `tokens: every attack on ${algorithm} is refused`,
    async run() {
      const { issuer, audience, fetch, now, monotonicNow, sign, attackTokens } = await createTestIssuer({ algorithm })
      const validator = new TokenValidator({ issuer, audience: audience as string, fetch, now, monotonicNow })
      await validator.validate(await sign())
      const attacks = await attackTokens()
      expectEqual(attacks.length > 70, true, 'more than seventy attacks')
      for (const { name, token, code, check } of attacks) {
        const error = await expectRefusal(() => validator.validate(token), code)
        if (code === 'AUTH_1002') expectEqual(error.details['check'], check, `the check that refuses "${name}"`)
      }
    },
  }
}

export const tokenChecks: readonly Check[] = [
  ...algorithms.map(validates),
  validatesAtOnce,
  refusesAttacks('ES256'),
  refusesAttacks('PS256'),
]
