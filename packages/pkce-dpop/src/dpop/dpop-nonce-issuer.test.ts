import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { DPoPNonceIssuer } from './dpop-nonce-issuer.ts'

const [first, second] = ['1', '2'].map((digit) => digit.repeat(32)) as [string, string]

/** A clock that the test moves, in seconds. */
function createClock(): { now: () => number; seconds: number } {
  const clock = { seconds: 1_700_000_100, now: () => clock.seconds * 1000 }
  return clock
}

describe('DPoPNonceIssuer', () => {
  it('knows its own nonces again, which need no escaping in a header', async () => {
    const issuer = new DPoPNonceIssuer({ secrets: [first] })
    const nonce = await issuer.issue()
    expect(nonce).toMatch(/^[\w-]{43}$/)
    expect(await issuer.check(nonce)).toBe(true)
  })

  it('accepts a nonce for at least half of its lifetime and at most the whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.nat(200), async (start, age) => {
        const clock = createClock()
        clock.seconds += start
        const issuer = new DPoPNonceIssuer({ secrets: [first], lifetimeSeconds: 100, now: clock.now })
        const nonce = await issuer.issue()
        clock.seconds += age
        const isGood = await issuer.check(nonce)
        if (age <= 50) expect(isGood).toBe(true)
        if (age >= 100) expect(isGood).toBe(false)
      }),
    )
  })

  it('gives another nonce from half of the lifetime on', async () => {
    const clock = createClock()
    const issuer = new DPoPNonceIssuer({ secrets: [first], lifetimeSeconds: 100, now: clock.now })
    const nonce = await issuer.issue()
    expect(await issuer.issue()).toBe(nonce)
    clock.seconds += 50
    expect(await issuer.issue()).not.toBe(nonce)
  })

  it('is the same on every server that has the secrets, its clock half a lifetime off or not', async () => {
    const clock = createClock()
    const here = new DPoPNonceIssuer({ secrets: [first], lifetimeSeconds: 100, now: clock.now })
    const ahead = new DPoPNonceIssuer({ secrets: [first], lifetimeSeconds: 100, now: () => clock.now() + 50_000 })
    expect(await here.check(await ahead.issue())).toBe(true)
    expect(await ahead.check(await here.issue())).toBe(true)
  })

  it('signs with the first secret and accepts all, so that secrets can be rotated', async () => {
    const [old, rotating, rotated] = [[first], [second, first], [second]].map((secrets) => new DPoPNonceIssuer({ secrets })) as [
      DPoPNonceIssuer,
      DPoPNonceIssuer,
      DPoPNonceIssuer,
    ]
    expect(await rotating.check(await old.issue())).toBe(true)
    expect(await rotated.check(await rotating.issue())).toBe(true)
    expect(await rotated.check(await old.issue())).toBe(false)
    expect(await old.check(await rotated.issue())).toBe(false)
  })

  it('takes a text and its bytes for the same secret, and keeps a copy of the bytes', async () => {
    const bytes = new TextEncoder().encode(first)
    const issuer = new DPoPNonceIssuer({ secrets: [bytes] })
    bytes.fill(0)
    expect(await issuer.check(await new DPoPNonceIssuer({ secrets: [first] }).issue())).toBe(true)
  })

  it('refuses every other text', async () => {
    const issuer = new DPoPNonceIssuer({ secrets: [first, second] })
    const nonce = await issuer.issue()
    const others = ['', nonce.slice(1), `${nonce}A`, nonce.toLowerCase(), nonce.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))]
    for (const other of others) expect(await issuer.check(other)).toBe(false)
    for (const other of [undefined, null, 7, [nonce]]) expect(await issuer.check(other as never)).toBe(false)
  })

  it('computes the nonces of a slot once, for each secret', async () => {
    const clock = createClock()
    const sign = vi.spyOn(crypto.subtle, 'sign')
    const issuer = new DPoPNonceIssuer({ secrets: [first, second], lifetimeSeconds: 100, now: clock.now })
    for (let round = 0; round < 5; round++) await issuer.check(await issuer.issue())
    expect(sign).toHaveBeenCalledTimes(2 * 3) // the slot before this one, this one, and the next
    clock.seconds += 50
    for (let round = 0; round < 5; round++) await issuer.check(await issuer.issue())
    expect(sign).toHaveBeenCalledTimes(2 * 4)
    sign.mockRestore()
  })

  it('refuses every nonce but those of the last slots', async () => {
    const clock = createClock()
    const issuer = new DPoPNonceIssuer({ secrets: [first], lifetimeSeconds: 100, now: clock.now })
    const nonces = new Set<string>()
    for (let slot = 0; slot < 20; slot++) {
      nonces.add(await issuer.issue())
      clock.seconds += 50
    }
    expect(nonces.size).toBe(20)
    for (const nonce of nonces) {
      if (![...nonces].slice(-1).includes(nonce)) expect(await issuer.check(nonce)).toBe(false)
    }
  })

  it.each([
    ['secrets', { secrets: [] }],
    ['secrets', { secrets: undefined as never }],
    ['secrets', { secrets: first as never }],
    ['secrets', { secrets: [first, 'short'] }],
    ['secrets', { secrets: [''] }],
    ['secrets', { secrets: [new Uint8Array(31)] }],
    ['secrets', { secrets: [7 as never] }],
    ['lifetimeSeconds', { secrets: [first], lifetimeSeconds: 0 }],
    ['lifetimeSeconds', { secrets: [first], lifetimeSeconds: Number.POSITIVE_INFINITY }],
    ['now', { secrets: [first], now: 0 as never }],
    ['options', undefined as never],
  ])('refuses bad %s: %j', async (option, options) => {
    const error = await catchError(() => new DPoPNonceIssuer(options))
    expect(error).toMatchObject({ code: 'VAL_2002', details: { option } })
    expect(JSON.stringify(error)).not.toContain('1111')
  })
})
