/** Whether calls pass (`CLOSED`), are refused (`OPEN`), or a few of them probe the server (`HALF_OPEN`). */
export const CircuitState = {
  CLOSED: 'closed',
  OPEN: 'open',
  HALF_OPEN: 'half_open',
} as const

/** One of the values of the table `CircuitState`. */
export type CircuitState = (typeof CircuitState)[keyof typeof CircuitState]
