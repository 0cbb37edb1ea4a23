import fc from 'fast-check'
import { CompactEncrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { Sealer } from './sealer.ts'

const first = 'the first secret, which is long enough'
const second = 'the second secret, which is long too'
const sealer = new Sealer([first])

describe('a seal', () => {
  it('opens to the text that was sealed, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 3000 }), async (text) => {
        expect(await sealer.open('session', await sealer.seal('session', text))).toEqual({ text, isCurrent: true })
      }),
      { numRuns: 50 },
    )
  })

  it('CVE-2023-48309: for one purpose opens for no other', async () => {
    const purposes = ['session', 'login', 'logout'] as const
    for (const sealed of purposes) {
      for (const opened of purposes) {
        expect((await sealer.open(opened, await sealer.seal(sealed, 'text'))) !== undefined).toBe(sealed === opened)
      }
    }
  })

  it('CVE-2025-47275: opens no more once any character of it is another one', async () => {
    const sealed = await sealer.seal('session', 'a session')
    for (let index = 0; index < sealed.length; index++) {
      for (const character of ['A', 'B', '-', '_', '.', '=', '+', ' ', 'é']) {
        if (sealed[index] === character) continue
        const changed = sealed.slice(0, index) + character + sealed.slice(index + 1)
        expect(await sealer.open('session', changed), changed).toBeUndefined()
      }
    }
  })

  it('opens no more when it is cut, doubled or put together from two', async () => {
    const [one, two] = await Promise.all([sealer.seal('session', 'one'), sealer.seal('session', 'two')])
    const [header, key, iv, text, tag] = one.split('.')
    const other = two.split('.')
    const bad = [
      '',
      '.',
      '....',
      one.slice(0, -1),
      one.slice(1),
      one + one,
      `${one}.`,
      `${one}A`,
      [header, key, iv, other[3], tag].join('.'),
      [header, key, other[2], text, tag].join('.'),
    ]
    for (const sealed of bad) expect(await sealer.open('session', sealed), sealed).toBeUndefined()
  })

  it('of a secret that is still on the list opens, and says that it is an old one', async () => {
    const before = await sealer.seal('session', 'text')
    expect(await new Sealer([second, first]).open('session', before)).toEqual({ text: 'text', isCurrent: false })
    expect(await new Sealer([second]).open('session', before)).toBeUndefined()
  })

  it('is another one each time', async () => {
    expect(await sealer.seal('session', 'text')).not.toBe(await sealer.seal('session', 'text'))
  })

  it('of another algorithm, or under the secret itself, opens nothing', async () => {
    const key = new TextEncoder().encode(first.slice(0, 32))
    for (const enc of ['A256GCM', 'A128CBC-HS256']) {
      const forged = await new CompactEncrypt(new TextEncoder().encode('text'))
        .setProtectedHeader({ alg: 'dir', enc, typ: 'auth-session' })
        .encrypt(key)
      expect(await sealer.open('session', forged)).toBeUndefined()
    }
  })

  it('that is too long is not looked at', async () => {
    expect(await sealer.open('session', await sealer.seal('session', 'x'.repeat(20_000)))).toBeUndefined()
    expect(await sealer.open('session', 'a.'.repeat(1_000_000))).toBeUndefined()
  })
})
