import { InvalidConfigError } from '@auth/core-errors'
import { expect, it } from 'vitest'
import { resolveDPoPMode } from './dpop-options.ts'

it('allows DPoP by default, where proofs can be compared with a URL', () => {
  expect(resolveDPoPMode({}, 'https://api.example')).toBe('allowed')
  expect(resolveDPoPMode({ mode: 'required' }, 'https://api.example')).toBe('required')
  expect(resolveDPoPMode({ mode: 'disabled' }, 'https://api.example')).toBe('disabled')
  expect(resolveDPoPMode({}, undefined)).toBe('disabled')
})

it.each([
  [{ mode: 'required' }, undefined, 'publicUrl'],
  [{ mode: 'on' }, 'https://api.example', 'dpop.mode'],
  [null, 'https://api.example', 'dpop'],
])('refuses %j with %s', (dpop, publicUrl, option) => {
  expect(() => resolveDPoPMode(dpop as never, publicUrl)).toThrow(InvalidConfigError)
  expect(() => resolveDPoPMode(dpop as never, publicUrl)).toThrow(expect.objectContaining({ details: { option } }))
})
