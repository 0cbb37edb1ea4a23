import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { normalizeHtu } from './normalize-htu.ts'

describe('normalizeHtu', () => {
  it.each([
    ['the case of scheme and host', 'HTTPS://API.Example/Orders', 'https://api.example/Orders'],
    ['the default port of https', 'https://api.example:443/', 'https://api.example/'],
    ['the default port of http', 'http://api.example:80/', 'http://api.example/'],
    ['an empty path', 'https://api.example', 'https://api.example/'],
    ['the query', 'https://api.example/a?b=c', 'https://api.example/a'],
    ['an empty query', 'https://api.example/a?', 'https://api.example/a'],
    ['the fragment', 'https://api.example/a#b', 'https://api.example/a'],
    ['user and password', 'https://user:secret@api.example/a', 'https://api.example/a'],
    ['dot segments', 'https://api.example/a/./b/../c', 'https://api.example/a/c'],
    ['dot segments, escaped', 'https://api.example/a/%2e/b/%2E%2e/c', 'https://api.example/a/c'],
    ['needless percent-encoding', 'https://api.example/%7euser/%41%2D', 'https://api.example/~user/A-'],
    ['small letters in an escape', 'https://api.example/a%2fb%c3%a9', 'https://api.example/a%2Fb%C3%A9'],
    ['a letter beyond ASCII', 'https://api.example/é', 'https://api.example/%C3%A9'],
    ['a stray percent sign', 'https://api.example/100%', 'https://api.example/100%25'],
    ['an international host name', 'https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ])('undoes %s', (_, url, expected) => {
    expect(normalizeHtu(url)).toBe(expected)
    expect(normalizeHtu(new URL(url))).toBe(expected)
  })

  it.each([
    ['the case of a path', 'https://api.example/A', 'https://api.example/a'],
    ['another port', 'https://api.example:8443/', 'https://api.example/'],
    ['another scheme', 'http://api.example/', 'https://api.example/'],
    ['a trailing slash', 'https://api.example/a/', 'https://api.example/a'],
    ['an empty segment', 'https://api.example//a', 'https://api.example/a'],
    ['an escaped slash', 'https://api.example/a%2Fb', 'https://api.example/a/b'],
    ['an escaped percent sign', 'https://api.example/%2541', 'https://api.example/A'],
    ['an escaped question mark', 'https://api.example/a%3Fb', 'https://api.example/a'],
    ['a host that begins with it', 'https://api.example.evil/', 'https://api.example/'],
  ])('does not undo %s', (_, url, other) => {
    expect(normalizeHtu(url)).not.toBe(normalizeHtu(other))
  })

  it('leaves what it has normalised as it is', () => {
    const path = fc.string({ unit: fc.constantFrom(...'aA7~%2eEfF./?#@:é \\|^"'.split('')), maxLength: 20 })
    fc.assert(
      fc.property(path, (text) => {
        const once = normalizeHtu(`https://api.example/${text}`)
        expect(normalizeHtu(once)).toBe(once)
      }),
      { numRuns: 3000 },
    )
  })

  it('is the same however the unreserved characters of a path are escaped', () => {
    const character = fc.constantFrom(...'abzAZ019-._~'.split(''))
    fc.assert(
      fc.property(fc.array(fc.tuple(character, fc.constantFrom('as it is', 'large', 'small')), { minLength: 1 }), (path) => {
        const escaped = path.map(([letter, how]) => {
          const hex = letter.charCodeAt(0).toString(16)
          return how === 'as it is' ? letter : `%${how === 'large' ? hex.toUpperCase() : hex}`
        })
        const plain = path.map(([letter]) => letter).join('')
        expect(normalizeHtu(`https://api.example/x${escaped.join('')}`)).toBe(normalizeHtu(`https://api.example/x${plain}`))
      }),
    )
  })

  it.each([
    ['/orders'],
    ['api.example/orders'],
    ['ftp://api.example/'],
    ['data:text/plain,a'],
    ['https://'],
    ['https://a b/'],
    [''],
    [undefined as never],
    [null as never],
    [{} as never],
  ])('refuses %s', async (url) => {
    expect(await catchError(() => normalizeHtu(url))).toMatchObject({ code: 'VAL_2002', details: { option: 'url' } })
  })
})
