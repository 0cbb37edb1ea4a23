import { InvalidConfigError, KeysUnavailableError, TokenExpiredError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { observeValidator, type TokenValidationEvent } from './observe-validator.ts'
import { createTestIssuer } from './testing/create-test-issuer.ts'
import { TokenValidator } from './token-validator.ts'

async function setUp(more: object = {}) {
  let now = 0
  const issuer = await createTestIssuer({ audience: 'api' })
  const { issuer: name, jwks } = issuer
  const validator = new TokenValidator({ issuer: name, audience: 'api', jwks, ...more })
  const events: TokenValidationEvent[] = []
  const monotonicNow = (): number => (now += 250)
  const observed = observeValidator(validator, { onEvent: (event) => void events.push(event), monotonicNow })
  return { issuer, validator, observed, events }
}

describe('observeValidator', () => {
  it('answers what the validator answers, and tells how long it took', async () => {
    const { issuer, validator, observed, events } = await setUp()
    const token = await issuer.sign()
    expect(await observed.validate(token)).toEqual(await validator.validate(token))
    expect(observed.validateSync(token)).toEqual(await validator.validate(token))
    expect((await observed.verify(token)).header).toEqual((await validator.verify(token)).header)
    expect(events).toEqual(Array.from({ length: 3 }, () => ({ type: 'token_accepted', durationSeconds: 0.25 })))
  })

  it('tells a refusal with its code and check, and throws it', async () => {
    const { issuer, observed, events } = await setUp()
    const expired = await issuer.sign({ exp: 1 })
    await expect(observed.validate(expired)).rejects.toBeInstanceOf(TokenExpiredError)
    expect(() => observed.validateSync('x.y')).toThrow('three parts')
    expect(events).toEqual([
      expect.objectContaining({ type: 'token_refused', code: 'AUTH_1001' }),
      { type: 'token_refused', code: 'AUTH_1002', check: 'format', durationSeconds: 0.25 },
    ])
    expect(JSON.stringify(events)).not.toContain(expired)
  })

  it('tells an outage as one: keys that cannot be had, and whatever a port throws', async () => {
    const outage = new KeysUnavailableError(undefined, { reason: 'unreachable' })
    const { issuer, observed, events } = await setUp({ jwks: { getSigningKey: () => Promise.reject(outage) } })
    await expect(observed.validate(await issuer.sign())).rejects.toBe(outage)
    const broken = new Error('the list is down')
    const withList = await setUp({ revoked: () => Promise.reject(broken) })
    await expect(withList.observed.verify(await withList.issuer.sign())).rejects.toBe(broken)
    expect([...events, ...withList.events]).toEqual([
      { type: 'token_undecided', error: outage, durationSeconds: 0.25 },
      { type: 'token_undecided', error: broken, durationSeconds: 0.25 },
    ])
  })

  it('says nothing of a mistake of the program', async () => {
    const { issuer, observed, events } = await setUp()
    await expect(observed.validate(await issuer.sign(), null as never)).rejects.toBeInstanceOf(InvalidConfigError)
    expect(events).toEqual([])
  })

  it('works on when its listener throws', async () => {
    const { issuer, validator } = await setUp()
    const observed = observeValidator(validator, {
      onEvent: () => {
        throw new Error('no')
      },
    })
    expect(observed.validateSync(await issuer.sign())).toMatchObject({ aud: 'api' })
    const late = observeValidator(validator, { onEvent: async () => Promise.reject(new Error('no')) }) // an unhandled one would end the run
    expect(await late.validate(await issuer.sign())).toMatchObject({ aud: 'api' })
  })

  it.each([
    [[null, { onEvent: () => {} }], 'validator'],
    [[{ validate() {} }, null], 'options'],
    [[{ validate() {} }, {}], 'onEvent'],
    [[{ validate() {} }, { onEvent: () => {}, monotonicNow: 1 }], 'monotonicNow'],
  ])('refuses %j and names it', (given, option) => {
    expect(() => observeValidator(...(given as unknown as Parameters<typeof observeValidator>))).toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option } }),
    )
  })
})
