export { startSpa } from './start-spa.ts'
export type { Spa, SpaOptions } from './start-spa.ts'
