import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseChallenges } from './parse-challenges.ts'

describe('parseChallenges', () => {
  it.each([
    [null, []],
    ['', []],
    ['Bearer', [{ scheme: 'bearer', parameters: {} }]],
    ['Bearer realm="a, b", error=invalid_token', [{ scheme: 'bearer', parameters: { realm: 'a, b', error: 'invalid_token' } }]],
    [
      'DPOP algs="ES256 PS256" , error="use_dpop_nonce"',
      [{ scheme: 'dpop', parameters: { algs: 'ES256 PS256', error: 'use_dpop_nonce' } }],
    ],
    [
      'Basic realm="x", Bearer ERROR="a\\"b\\\\"',
      [
        { scheme: 'basic', parameters: { realm: 'x' } },
        { scheme: 'bearer', parameters: { error: 'a"b\\' } },
      ],
    ],
    [
      'Negotiate abc==, Bearer error="x"',
      [
        { scheme: 'negotiate', parameters: {} },
        { scheme: 'bearer', parameters: { error: 'x' } },
      ],
    ],
    ['Bearer error="a", error="b"', [{ scheme: 'bearer', parameters: { error: 'a' } }]],
    ['Bearer error="open', [{ scheme: 'bearer', parameters: {} }]],
    ['error="x"', []],
    ['Bearer __proto__="x"', [{ scheme: 'bearer', parameters: JSON.parse('{"__proto__":"x"}') as object }]],
  ])('%j', (header, expected) => {
    expect(parseChallenges(header).map(({ scheme, parameters }) => ({ scheme, parameters: { ...parameters } }))).toEqual(
      expected.map(({ scheme, parameters }) => ({ scheme, parameters: { ...parameters } })),
    )
  })

  it('property: never throws, and takes no time for a hostile header', () => {
    fc.assert(fc.property(fc.string({ maxLength: 500 }), (header) => void parseChallenges(header)))
    fc.assert(fc.property(fc.stringMatching(/^[ ,="\\a]{0,200}$/), (header) => void parseChallenges(header)))
    const startedAt = performance.now()
    for (const part of ['a', 'a ', 'a=', '"\\', 'Bearer a="b",', ' ', ',', ', ']) {
      parseChallenges(part.repeat(100_000))
      parseChallenges(`Bearer ${part.repeat(100_000)}`)
    }
    expect(performance.now() - startedAt).toBeLessThan(500)
  })

  it('property: what was quoted comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 50 }), (value) => {
        const header = `Bearer realm="${value.replace(/["\\]/g, '\\$&')}"`
        expect(parseChallenges(header)[0]?.parameters['realm']).toBe(value)
      }),
    )
  })
})
