export { buildSite } from './build-site.ts'
export { findFreePort } from './free-port.ts'
export { audience, startWorld } from './start-world.ts'
export type { World, WorldOptions } from './start-world.ts'
