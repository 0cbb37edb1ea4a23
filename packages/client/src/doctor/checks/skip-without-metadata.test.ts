import { expect, it } from 'vitest'
import { list } from '../../../test/doctor/create-facts.ts'
import { skipWithoutMetadata } from './skip-without-metadata.ts'

it('names the check that is skipped', () => {
  expect(list(skipWithoutMetadata('par'))).toEqual(['par.skipped skipped'])
})
