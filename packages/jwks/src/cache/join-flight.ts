/** How a caller waits for the fetch that another one began; `again` begins one of its own, or joins a newer one. */
export type JoinFlight = (flight: Promise<void>, again: () => Promise<void>) => Promise<void>

/** Whether a refresh may go on when the caller that began it is gone. */
export const outlivesCallers: boolean = true

/** The fetch goes on whatever becomes of the caller that began it. */
export const joinFlight: JoinFlight = (flight) => flight
