import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { getExpiry, isRollDue } from './session-lifetime.ts'

const lifetimes = { idleLifetimeSeconds: 100, absoluteLifetimeSeconds: 250 }
const envelope = { id: 'a', createdAt: 1000, usedAt: 1000, version: 0, tokens: undefined }

describe('the end of a session', () => {
  it('is so long after it was used, but never so long after it began', () => {
    expect(getExpiry(envelope, lifetimes)).toBe(1100)
    expect(getExpiry({ ...envelope, usedAt: 1140 }, lifetimes)).toBe(1240)
    expect(getExpiry({ ...envelope, usedAt: 1200 }, lifetimes)).toBe(1250)
  })

  it('is moved after a tenth of the idle time, and no more once nothing is left to move it by', () => {
    expect(isRollDue(envelope, lifetimes, 1009)).toBe(false)
    expect(isRollDue(envelope, lifetimes, 1010)).toBe(true)
    expect(isRollDue({ ...envelope, usedAt: 1160 }, lifetimes, 1200)).toBe(false)
  })

  it('never lies past the whole time, however it is used', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300)), (steps) => {
        let { usedAt } = envelope
        for (const step of steps) usedAt += step
        expect(getExpiry({ ...envelope, usedAt }, lifetimes)).toBeLessThanOrEqual(1250)
      }),
    )
  })
})
