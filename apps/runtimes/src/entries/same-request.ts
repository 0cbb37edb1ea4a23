import type { RuntimeTraits } from '../suite/world.ts'

/** Where requests are not kept apart, the work is simply done. */
export const inSameRequest: RuntimeTraits['inRequest'] = async (work) => {
  await work()
}
