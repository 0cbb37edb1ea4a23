export { createTestIssuer } from '@auth/tokens/testing'
export type { TestIssuer, TestIssuerOptions } from '@auth/tokens/testing'
export { AuthTestingModule, type AuthTestingOptions } from './auth-testing-module.ts'
