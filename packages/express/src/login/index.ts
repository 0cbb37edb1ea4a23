export { createExpressLogin } from './create-express-login.ts'
export type { ExpressLogin, ExpressLoginOptions } from './express-login.ts'
export type { ExpressSession } from './express-session.ts'
