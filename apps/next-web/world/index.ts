export { buildSite } from './build-site.ts'
export { startWorld } from './start-world.ts'
export type { World, WorldOptions } from './start-world.ts'
