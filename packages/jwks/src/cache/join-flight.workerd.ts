import type { JoinFlight } from './join-flight.ts'

/** What a request began ends with it, unsettled: nothing is begun that nobody waits for. */
export const outlivesCallers: boolean = false

/** How long the fetch of another request is waited for, in seconds. */
const patienceSeconds = 1

/** The fetch is dead when the request that began it is over, and never settles: then it is begun anew. */
export const joinFlight: JoinFlight = async (flight, again) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), patienceSeconds * 1000)
  })
  try {
    const isLate = await Promise.race([flight.then(() => false), late])
    return isLate ? await again() : undefined
  } finally {
    clearTimeout(timer)
  }
}
