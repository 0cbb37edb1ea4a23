import { ValidationError } from '@auth/core-errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinCookie, listChunkNames, splitCookie } from './cookie-chunks.ts'
import { Sealer } from './sealer.ts'
import { createCookie } from './session-cookie.ts'
import { toWrites } from './session-writes.ts'

const name = '__Host-auth-session'
const sealer = new Sealer(['a secret of at least thirty-two characters'])

function toMap(parts: ReturnType<typeof splitCookie>): Map<string, string> {
  return new Map(parts.map((part) => [part.name, part.value]))
}

describe('a text spread over cookies', () => {
  it('comes back whole, whatever its length, and no Set-Cookie is longer than 4,096 bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11_500 }), (length) => {
        const text = 'x'.repeat(length)
        const parts = splitCookie(name, text)
        expect(joinCookie(name, toMap(parts))).toBe(text)
        const cookies = parts.map((part) => createCookie({ secure: true }, { ...part, maxAge: 99_999_999 }))
        for (const line of toWrites(cookies).headers.getSetCookie()) expect(line.length).toBeLessThanOrEqual(4096)
      }),
    )
  })

  it('that is too long is a typed error that says what helps', () => {
    expect(() => splitCookie(name, 'x'.repeat(12_000))).toThrow(ValidationError)
    expect(() => splitCookie(name, 'x'.repeat(12_000))).toThrow(/use a sessionStore/)
  })

  it('opens as a session, and no more when a part is missing, changed, exchanged or of another one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3000, max: 8000 }), fc.nat(), async (length, position) => {
        const text = Array.from({ length }, (_, index) => String.fromCharCode(32 + ((index * position) % 94))).join('')
        const parts = toMap(splitCookie(name, await sealer.seal('session', text)))
        const other = toMap(splitCookie(name, await sealer.seal('session', text)))
        const open = async (cookies: ReadonlyMap<string, string>): Promise<string | undefined> => {
          const sealed = joinCookie(name, cookies)
          return sealed === undefined ? undefined : (await sealer.open('session', sealed))?.text
        }
        expect(await open(parts)).toBe(text)
        const keys = [...parts.keys()]
        expect(keys.length).toBeGreaterThan(1)
        for (const key of keys) {
          expect(await open(new Map([...parts].filter(([kept]) => kept !== key)))).toBeUndefined()
          expect(await open(new Map([...parts, [key, other.get(key)!]]))).toBeUndefined()
          const value = parts.get(key)!
          const at = position % value.length
          const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1)
          expect(await open(new Map([...parts, [key, changed]]))).toBeUndefined()
        }
        const [one, two] = [keys.at(-2)!, keys.at(-1)!]
        expect(await open(new Map([...parts, [one, parts.get(two)!], [two, parts.get(one)!]]))).toBeUndefined()
      }),
      { numRuns: 20 },
    )
  })

  it('is not read from parts without their first one, or with a count that cannot be', () => {
    for (const value of ['', 'x', '~x', '0~x', '4~x', '9~x', '2x', '1'])
      expect(
        joinCookie(
          name,
          new Map([
            [name, value],
            [`${name}.1`, 'y'],
          ]),
        ),
      ).toBeUndefined()
  })

  it('names its own parts among others', () => {
    const cookies = new Map(['a', name, `${name}.1`, `${name}.22`, `${name}.x`, `${name}-x`, `${name}.9`].map((key) => [key, '']))
    expect(listChunkNames(name, cookies)).toEqual([name, `${name}.1`, `${name}.9`])
  })
})
