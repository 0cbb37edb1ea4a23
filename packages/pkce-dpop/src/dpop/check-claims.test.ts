import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catchError } from '../../test/catch-error.ts'
import { checkAth, checkBinding, checkIat, checkJti, checkTarget } from './check-claims.ts'

const refusal = (check: string): object => ({ name: 'DPoPError', code: 'DPOP_6002', details: { check } })

describe('checkJti', () => {
  it('takes 1 to 256 characters', () => {
    for (const jti of ['a', 'é'.repeat(256)]) expect(checkJti({ jti })).toBe(jti)
  })

  it.each([[undefined], [''], [1], [null], [['a']], ['a'.repeat(257)], ['a'.repeat(10_240)]])('refuses %s', async (jti) => {
    expect(await catchError(() => checkJti({ jti }))).toMatchObject(refusal('jti'))
  })
})

describe('checkTarget', () => {
  const url = 'https://api.example/~orders/1'

  it.each([
    ['http://localhost:3000', 'http://localhost:3000/'],
    ['https://api.example', 'https://api.example/'],
    ['https://api.example?a=b', 'https://api.example/'],
    ['http://[::1]/', 'http://[::1]/'],
  ])('takes %s for %s', (htu, normalized) => {
    expect(() => checkTarget({ htm: 'GET', htu }, 'GET', normalized)).not.toThrow()
  })

  it.each([[url], ['HTTPS://API.EXAMPLE:443/%7Eorders/./1'], [`${url}?a=b#c`]])('takes %s for the same URL', (htu) => {
    expect(() => checkTarget({ htm: 'GET', htu }, 'GET', url)).not.toThrow()
  })

  it.each([['get'], ['POST'], ['GET '], [''], [undefined], [['GET']]])('refuses the method %j in place of GET', async (htm) => {
    expect(await catchError(() => checkTarget({ htm, htu: url }, 'GET', url))).toMatchObject(refusal('htm'))
  })

  it.each([
    ['https://api.example/~orders/2'],
    ['https://api.example/~ORDERS/1'],
    ['https://api.example/~orders/1/'],
    ['https://api.example/~orders%2F1'],
    ['https://api.example/~orders'],
    ['http://api.example/~orders/1'],
    ['https://api.example:8443/~orders/1'],
    ['https://api.example.evil/~orders/1'],
    ['https://user@api.example/~orders/1'],
    ['https://api.example\\~orders\\1'],
    ['https:/api.example/~orders/1'],
    ['https:///api.example/~orders/1'],
    [' https://api.example/~orders/1'],
    ['https://api.example/~ord\ners/1'],
    ['/~orders/1'],
    ['api.example/~orders/1'],
    ['https://'],
    ['https://[/~orders/1'],
    [''],
    [undefined],
    [null],
    [7],
    [['https://api.example/~orders/1']],
  ])('refuses the URL %j', async (htu) => {
    expect(await catchError(() => checkTarget({ htm: 'GET', htu }, 'GET', url))).toMatchObject(refusal('htu'))
  })

  it('tells both URLs, without their queries', async () => {
    const { message } = await catchError(() => checkTarget({ htm: 'GET', htu: 'https://api.example/2?secret' }, 'GET', url))
    expect(message).toBe(`the URL of the DPoP proof does not match: expected "${url}", got "https://api.example/2"`)
  })
})

describe('what a client wrote', () => {
  const url = 'https://api.example/~orders/1'

  it.each([
    [{ htm: `GET${'x'.repeat(6000)}`, htu: url }, url],
    [{ htm: 'GET\u009b31m\u202e', htu: url }, url],
    [{ htm: 'GET', htu: `https://api.example/${'ä'.repeat(4000)}` }, url],
    [{ htm: 'GET', htu: url }, `https://api.example/${'x'.repeat(16_000)}`],
  ])('is told in a line that fits into a header', async (claims, own) => {
    const { message } = await catchError(() => checkTarget(claims, 'GET', own))
    expect(message).toMatch(/^[ -~]{1,600}$/)
  })
})

describe('checkIat', () => {
  const window = { maxAgeSeconds: 300, clockToleranceSeconds: 10 }

  it.each([[0], [310], [-10], [309.5]])('takes a proof that is %s seconds old', (age) => {
    expect(checkIat({ iat: 1000 - age }, 1000, window)).toBe(1000 - age)
  })

  it.each([[311], [310.5], [-10.5], [-11], [1e9]])('refuses a proof that is %s seconds old', async (age) => {
    expect(await catchError(() => checkIat({ iat: 1000 - age }, 1000, window))).toMatchObject(refusal('iat'))
  })

  it.each([[undefined], [null], ['1000'], [Number.NaN], [Number.POSITIVE_INFINITY], [[1000]]])('refuses the time %s', async (iat) => {
    expect(await catchError(() => checkIat({ iat }, 1000, window))).toMatchObject(refusal('iat'))
  })

  it('takes a proof if and only if it is in the window', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1000, max: 1000 }),
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 0, max: 60 }),
        (age, maxAge, tolerance) => {
          const check = (): number => checkIat({ iat: -age }, 0, { maxAgeSeconds: maxAge, clockToleranceSeconds: tolerance })
          if (age <= maxAge + tolerance && age >= -tolerance) expect(check()).toBe(-age)
          else expect(check).toThrow()
        },
      ),
    )
  })
})

describe('checkAth', () => {
  it('takes the hash of the token', () => {
    expect(() => checkAth({ ath: 'hash' }, 'hash')).not.toThrow()
  })

  it.each([[undefined], ['hasj'], ['hash='], ['has'], [''], [['hash']], [null]])('refuses %j', async (ath) => {
    expect(await catchError(() => checkAth({ ath }, 'hash'))).toMatchObject(refusal('ath'))
  })
})

describe('checkBinding', () => {
  it('takes the key that the token is bound to, and no other', async () => {
    expect(() => checkBinding('jkt', 'jkt')).not.toThrow()
    expect(await catchError(() => checkBinding('jkt', 'jku'))).toMatchObject(refusal('binding'))
  })
})
