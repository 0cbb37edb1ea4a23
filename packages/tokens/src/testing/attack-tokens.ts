import { ErrorCode } from '@auth/core-errors'
import type { TokenCheck } from '../invalid-token.ts'
import type { Attack, AttackKit } from './attack.ts'
import { claimsAttacks } from './claims-attacks.ts'
import { forgeryAttacks } from './forgery-attacks.ts'
import { formAttacks } from './form-attacks.ts'
import { createTestKey } from './test-key.ts'

/** A token that must be refused. */
export interface AttackToken {
  readonly name: string
  /** What it attacks, with the advisory where one is known for it. */
  readonly attacks: string
  readonly token: string
  /** The code of the error that it must get. */
  readonly code: ErrorCode
  /** The `details.check` of that error. */
  readonly check: TokenCheck
}

const attacks: readonly Attack[] = [...formAttacks, ...forgeryAttacks, ...claimsAttacks]

/** Makes the whole corpus anew, with the issuer's current key and clock. */
export async function createAttackTokens({ key, header, claims }: Omit<AttackKit, 'sign' | 'stranger'>): Promise<readonly AttackToken[]> {
  const kit: AttackKit = {
    key,
    stranger: await createTestKey(key.jwk.alg, 'stranger'),
    header,
    claims,
    sign: (otherClaims, otherHeader) =>
      key.signText(JSON.stringify({ ...header, ...otherHeader }), JSON.stringify({ ...claims, ...otherClaims })),
  }
  return Promise.all(
    attacks.map(async ({ make, ...attack }) => {
      const code = attack.name === 'expired' ? ErrorCode.TOKEN_EXPIRED : ErrorCode.TOKEN_INVALID
      return { ...attack, token: await make(kit), code }
    }),
  )
}
