export { createApi, type ServerOptions } from './create-api.ts'
