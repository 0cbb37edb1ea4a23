export { createTestSession } from './create-test-session.ts'
export type { TestSession } from './create-test-session.ts'
export type { TestPerson } from './test-provider.ts'
