export { configFromEnv } from './config-from-env.ts'
export type { ConfigFromEnvOptions } from './config-from-env.ts'
