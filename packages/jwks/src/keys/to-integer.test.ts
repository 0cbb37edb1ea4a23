import { expect, it } from 'vitest'
import { toInteger } from './to-integer.ts'

it('reads bytes as a big-endian number, none as zero', () => {
  expect([toInteger(new Uint8Array()), toInteger(Uint8Array.of(0, 1, 2)), toInteger(new Uint8Array(2).fill(255))]).toEqual([
    0n,
    258n,
    65535n,
  ])
})
