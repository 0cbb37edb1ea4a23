import { expect, it } from 'vitest'
import { dpopAlgorithms } from './dpop-algorithm.ts'

it('has the six algorithms of a client, and nothing that every object has', () => {
  expect(Object.keys(dpopAlgorithms)).toEqual(['ES256', 'ES384', 'ES512', 'EdDSA', 'PS256', 'RS256'])
  expect('constructor' in dpopAlgorithms).toBe(false)
})
