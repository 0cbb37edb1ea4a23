import { InvalidConfigError } from '@auth/core-errors'
import { array, assert, boolean, nat, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CallWindow, checkCallWindowConfig } from './call-window.ts'

const good = { isFailure: false, isSlow: false }
const failed = { isFailure: true, isSlow: false }
const slow = { isFailure: false, isSlow: true }

function windowAt(clock: { ms: number }, config = {}): CallWindow {
  return new CallWindow(checkCallWindowConfig({ seconds: 10, minimumCalls: 4, ...config }), () => clock.ms)
}

describe('CallWindow', () => {
  it('is not exceeded before it holds the minimum of calls', () => {
    const window = windowAt({ ms: 0 })
    for (let call = 1; call <= 3; call += 1) window.record(failed)
    expect(window.isExceeded()).toBe(false)
    window.record(failed)
    expect(window.isExceeded()).toBe(true)
  })

  it('is exceeded as soon as the share of failures reaches the rate', () => {
    const window = windowAt({ ms: 0 }, { failureRate: 0.5 })
    for (const outcome of [good, good, good, failed, failed]) window.record(outcome)
    expect(window.isExceeded()).toBe(false)
    window.record(failed)
    expect(window.isExceeded()).toBe(true)
  })

  it('is exceeded by slow calls alone', () => {
    const window = windowAt({ ms: 0 }, { slowCallRate: 0.75 })
    for (const outcome of [slow, slow, good]) window.record(outcome)
    expect(window.isExceeded()).toBe(false)
    window.record(slow)
    expect(window.isExceeded()).toBe(true)
  })

  it('forgets what lies further back than the window', () => {
    const clock = { ms: 0 }
    const window = windowAt(clock)
    for (let call = 1; call <= 4; call += 1) window.record(failed)
    clock.ms = 9_999
    expect(window.isExceeded()).toBe(true)
    clock.ms = 10_000
    expect(window.isExceeded()).toBe(false)
  })

  it('decides as a list of all calls would, whatever comes when', () => {
    const step = record({ waitMs: nat(4_000), isFailure: boolean(), isSlow: boolean() })
    assert(
      property(array(step, { maxLength: 60 }), (steps) => {
        const clock = { ms: 0 }
        const window = windowAt(clock, { failureRate: 0.4, slowCallRate: 0.6 })
        const all: { second: number; isFailure: boolean; isSlow: boolean }[] = []
        for (const { waitMs, isFailure, isSlow } of steps) {
          clock.ms += waitMs
          window.record({ isFailure, isSlow })
          all.push({ second: Math.floor(clock.ms / 1000), isFailure, isSlow })
          const recent = all.filter(({ second }) => second > Math.floor(clock.ms / 1000) - 10)
          const share = (hits: readonly unknown[]): number => hits.length / recent.length
          expect(window.isExceeded()).toBe(
            recent.length >= 4 && (share(recent.filter((c) => c.isFailure)) >= 0.4 || share(recent.filter((c) => c.isSlow)) >= 0.6),
          )
        }
      }),
    )
  })
})

describe('checkCallWindowConfig', () => {
  it('has a default for each option', () => {
    expect(checkCallWindowConfig({})).toEqual({
      seconds: 60,
      minimumCalls: 10,
      failureRate: 0.5,
      slowCallSeconds: Infinity,
      slowCallRate: 0.5,
    })
  })

  it('lets a rate be the whole', () => {
    expect(checkCallWindowConfig({ failureRate: 1, slowCallRate: 1 })).toMatchObject({ failureRate: 1, slowCallRate: 1 })
  })

  it.each([
    ['window', null],
    ['window.seconds', { seconds: 0 }],
    ['window.minimumCalls', { minimumCalls: 0 }],
    ['window.failureRate', { failureRate: 0 }],
    ['window.failureRate', { failureRate: 1.1 }],
    ['window.slowCallSeconds', { slowCallSeconds: 0 }],
    ['window.slowCallRate', { slowCallRate: Number.NaN }],
  ])('refuses a wrong %s', (option, config) => {
    const check = (): unknown => checkCallWindowConfig(config as never)
    expect(check).toThrow(InvalidConfigError)
    expect(check).toThrow(expect.objectContaining({ details: { option } }))
  })
})
