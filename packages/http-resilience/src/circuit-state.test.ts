import { expect, it } from 'vitest'
import { CircuitState } from './circuit-state.ts'

it('has one value for each state', () => {
  expect(CircuitState).toEqual({ CLOSED: 'closed', OPEN: 'open', HALF_OPEN: 'half_open' })
})
