export { createTestIssuer } from './create-test-issuer.ts'
export type { TestIssuer, TestIssuerOptions } from './create-test-issuer.ts'
export type { TestMembers } from './attack.ts'
export type { AttackToken } from './attack-tokens.ts'
