export { createExpressAuth } from './create-express-auth.ts'
export type { ExpressAuth, ExpressAuthOptions, OptionalAuthOptions } from './express-auth.ts'
