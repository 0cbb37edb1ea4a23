import type { TokenCheck } from '../invalid-token.ts'
import type { TestKey } from './test-key.ts'

/** Claims or header parameters to add or replace; `undefined` leaves one out. */
export type TestMembers = Readonly<Record<string, unknown>>

/** What attacks are made from: the issuer's key, and what it would write into a good token. */
export interface AttackKit {
  readonly key: TestKey
  /** A key of the same algorithm that is not the issuer's. */
  readonly stranger: TestKey
  readonly header: TestMembers
  readonly claims: TestMembers
  /** A token signed by the issuer that differs from a good one in these members. */
  readonly sign: (claims?: TestMembers, header?: TestMembers) => Promise<string>
}

/** How one attack token is made, and which check must refuse it. */
export interface Attack {
  readonly name: string
  readonly attacks: string
  readonly check: TokenCheck
  readonly make: (kit: AttackKit) => string | Promise<string>
}
