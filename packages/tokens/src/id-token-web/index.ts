export { verifyIdToken } from './verify-id-token.ts'
export type { IdTokenExpectation } from './verify-id-token.ts'
export type { FindKeys } from './verify-by-published-key.ts'
export type { IdTokenClaims } from '../id-token/id-token-claims.ts'
