export { createApi } from './create-api.ts'
export type { APIOptions } from './create-api.ts'
