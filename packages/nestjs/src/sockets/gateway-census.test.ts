import { InvalidConfigError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { GatewayCensus } from './gateway-census.ts'

it('is content when every gateway is behind its own configuration, and where there is none', () => {
  const census = new GatewayCensus()
  census.check()
  census.expect('Orders', undefined)
  census.expect('Partners', 'partners')
  census.bind(undefined)
  census.bind('partners')
  census.check()
})

it('is not when one of several is behind another adapter', () => {
  const census = new GatewayCensus()
  census.expect('Orders', undefined)
  census.expect('Stock', undefined)
  census.bind(undefined)
  expect(() => census.check()).toThrow(InvalidConfigError)
})

it('nor when the configurations are not the same', () => {
  const census = new GatewayCensus()
  census.expect('Orders', undefined)
  census.bind('partners')
  expect(() => census.check()).toThrow(/give guardSockets no configuration/)
})
