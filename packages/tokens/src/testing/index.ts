export { createTestIssuer } from './create-test-issuer.ts'
export type { TestIssuer, TestIssuerOptions, TestMembers } from './create-test-issuer.ts'
export type { AttackToken } from './attack-tokens.ts'
