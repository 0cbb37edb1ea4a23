import type { JWK } from '@auth/jwks'
import { describe, expect, it, vi } from 'vitest'
import { algorithms } from '../src/algorithms.ts'
import {
  decodeToken,
  getSubjectKind,
  TokenValidator,
  type TokenValidatorOptions,
  validateIdToken,
  validateLogoutToken,
} from '../src/index.ts'
import { createTestIssuer, type TestIssuer, type TestMembers } from '../src/testing/index.ts'
import { createTestKey } from '../src/testing/test-key.ts'

/** Every testable MUST and SHOULD of JOSE, JWT, access tokens and ID tokens, by clause: a good input passes, a bad one does not. */

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })

function validatorOf(issuer: TestIssuer, options: Partial<TokenValidatorOptions> = {}): TokenValidator {
  const { jwks, now, monotonicNow } = issuer
  return new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks, now, monotonicNow, ...options } as TokenValidatorOptions)
}

/** Signed by the issuer's kind of key over these very texts; the key goes with it. */
async function signText(header: string, payload: string): Promise<{ token: string; jwk: JWK }> {
  const key = await createTestKey('ES256', 'k')
  return { token: await key.signText(header, payload), jwk: key.jwk }
}

describe('the form of a token', () => {
  it.each(['a.b', 'a.b.c.d', '..'])('RFC 7519 §7.2: %j is no compact JWS', async (token) => {
    await expect(validatorOf(await createTestIssuer()).validate(token)).rejects.toThrow(refusal('format'))
  })

  it('RFC 7519 §7.2: whitespace, padding, +/ and stray bits are not base64url', async () => {
    const issuer = await createTestIssuer({ algorithm: 'EdDSA' })
    const validator = validatorOf(issuer)
    const token = await issuer.sign()
    await validator.validate(token)
    const strayBits = token.replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1))
    for (const bad of [`${token} `, ` ${token}`, `${token}=`, `${token}==`, token.replace(/^..../, 'a+/b'), strayBits]) {
      await expect(validator.validate(bad)).rejects.toThrow(refusal('format'))
    }
  })

  it('RFC 7519 §7.2: header and payload are JSON objects in UTF-8', async () => {
    const issuer = await createTestIssuer()
    for (const payload of ['[]', 'null', '1', '"x"', '{"a":1}{']) {
      const { token, jwk } = await signText('{"alg":"ES256"}', payload)
      await expect(validatorOf(issuer).validate(token, { jwk })).rejects.toThrow(refusal('format'))
    }
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64url')
    await expect(validatorOf(issuer).validate(`${Buffer.from('{"alg":"ES256"}').toString('base64url')}.${bytes}.AAAA`)).rejects.toThrow(
      refusal('format'),
    )
  })

  it('RFC 7519 §4, RFC 7515 §4: duplicate member names are refused, at any depth', async () => {
    const issuer = await createTestIssuer()
    for (const [header, payload] of [
      ['{"alg":"none","alg":"ES256"}', '{}'],
      ['{"alg":"ES256"}', '{"sub":"a","sub":"b"}'],
      ['{"alg":"ES256"}', '{"cnf":{"jkt":"a","jkt":"b"}}'],
      ['{"alg":"ES256"}', '{"sub":"a","\\u0073ub":"b"}'],
    ] as const) {
      const { token, jwk } = await signText(header, payload)
      await expect(validatorOf(issuer).validate(token, { jwk })).rejects.toThrow(refusal('format'))
    }
  })

  it.each([[['x']], [[]], [['x', 'x']], [[1]], ['x']])('RFC 7515 §4.1.11, RFC 7797: crit %j is refused, and so is b64', async (crit) => {
    const issuer = await createTestIssuer()
    await expect(validatorOf(issuer).validate(await issuer.sign({}, { crit }))).rejects.toThrow(refusal('crit'))
    await expect(validatorOf(issuer).validate(await issuer.sign({}, { b64: false, crit: ['b64'] }))).rejects.toThrow(refusal('crit'))
  })

  it('a header parameter that is merely unknown is ignored (RFC 7515 §4)', async () => {
    const issuer = await createTestIssuer()
    await validatorOf(issuer).validate(await issuer.sign({}, { 'https://example.com/x': 1, zip: 'DEF' }))
  })
})

describe('algorithms and keys', () => {
  it.each(['none', 'None', 'NONE', 'nOnE', 'noNE'])('RFC 8725 §3.2: %s is refused', async (alg) => {
    const issuer = await createTestIssuer()
    for (const token of [await issuer.sign({}, { alg }), (await issuer.sign({}, { alg })).replace(/[^.]*$/, '')]) {
      await expect(validatorOf(issuer).validate(token)).rejects.toThrow(refusal('alg'))
    }
  })

  it('RFC 8725 §3.1: an allow-list always holds, and one algorithm serves one key', async () => {
    const issuer = await createTestIssuer({ algorithm: 'PS256' })
    await validatorOf(issuer, { algorithms: ['PS256'] }).validate(await issuer.sign())
    await expect(validatorOf(issuer, { algorithms: ['PS384'] }).validate(await issuer.sign())).rejects.toThrow(refusal('alg'))
    await expect(validatorOf(issuer).validate(await issuer.sign({}, { alg: 'RS256' }))).rejects.toThrow(refusal('kid'))
    await expect(validatorOf(issuer).validate(await issuer.sign({}, { alg: 'RS256' }), { jwk: issuer.jwks.keys[0] })).rejects.toThrow(
      refusal('alg'),
    )
    await expect(validatorOf(issuer).validate(await issuer.sign({}, { alg: 'ps256' }))).rejects.toThrow(refusal('alg'))
  })

  it('RFC 8725 §3.1: the matrix of every algorithm and every kind of key has only matching pairs', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer)
    const kinds = ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const
    const keys = await Promise.all(kinds.map(async (kind) => (await createTestKey(kind, 'k')).jwk))
    const { payload } = decodeToken(await issuer.sign())
    for (const [name, row] of algorithms) {
      for (const { alg: _, ...jwk } of keys) {
        const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
        const token = `${encode({ alg: name })}.${encode(payload)}.${Buffer.alloc(row.signatureBytes ?? 256).toString('base64url')}`
        const isPair = row.kty === jwk.kty && (row.crv ?? jwk.crv) === jwk.crv
        await expect(validator.validate(token, { jwk })).rejects.toThrow(refusal(isPair ? 'signature' : 'alg'))
      }
    }
  })

  it('RFC 8725 §3.3: a JWE is told from a JWS', async () => {
    await expect(validatorOf(await createTestIssuer()).validate('a.b.c.d.e')).rejects.toThrow(refusal('encryption'))
  })

  it('RFC 7518 §3.4: an ECDSA signature is raw, and as long as its curve says', async () => {
    const issuer = await createTestIssuer()
    const attacks = await issuer.attackTokens()
    for (const name of ['signature as DER', 'truncated signature', 'lengthened signature']) {
      const token = attacks.find((attack) => attack.name === name)?.token ?? ''
      await expect(validatorOf(issuer).validate(token)).rejects.toThrow(refusal('signature'))
    }
  })

  it('FAPI 2, RFC 7518 §3.3: an RSA key shorter than 2048 bits is refused', async () => {
    const issuer = await createTestIssuer({ algorithm: 'RS256' })
    const { publicKey } = await crypto.subtle.generateKey(
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024, publicExponent: Uint8Array.of(1, 0, 1) },
      true,
      ['sign', 'verify'],
    )
    const { n = '', e = '' } = await crypto.subtle.exportKey('jwk', publicKey)
    await expect(validatorOf(issuer).validate(await issuer.sign(), { jwk: { kty: 'RSA', n, e } })).rejects.toThrow(refusal('kid'))
  })

  it('RFC 9864: EdDSA and Ed25519 are one algorithm', async () => {
    for (const [algorithm, alg] of [
      ['EdDSA', 'Ed25519'],
      ['Ed25519', 'EdDSA'],
    ] as const) {
      const issuer = await createTestIssuer({ algorithm })
      const jwk = { ...(issuer.jwks.keys[0] as JWK), alg }
      expect(await validatorOf(issuer).validate(await issuer.sign(), { jwk })).toMatchObject({ sub: 'test-user' })
    }
  })

  it.each([1, null, {}, ['test-key-1']])('RFC 7515 §4.1.4: kid %j is no string', async (kid) => {
    const issuer = await createTestIssuer()
    await expect(validatorOf(issuer).validate(await issuer.sign({}, { kid }))).rejects.toThrow(refusal('kid'))
  })

  it.each(['__proto__', 'constructor', '../../etc/passwd', "' OR 1=1 --", '', 'test-key-1 '])(
    'RFC 8725 §3.10: the kid %j finds nothing, and goes nowhere',
    async (kid) => {
      const issuer = await createTestIssuer()
      const fetch = vi.fn(issuer.fetch)
      await expect(validatorOf(issuer, { jwks: undefined, fetch }).validate(await issuer.sign({}, { kid }))).rejects.toThrow(refusal('kid'))
      for (const [input] of fetch.mock.calls) expect(new URL(input instanceof Request ? input.url : input).search).toBe('')
    },
  )

  it('RFC 8725 §3.8: the key belongs to the issuer: one issuer’s key on another’s token is refused', async () => {
    const [a, b] = [await createTestIssuer({ issuer: 'https://a.test' }), await createTestIssuer({ issuer: 'https://b.test' })]
    const entries = [a, b].map(({ issuer, jwks }) => ({ issuer, jwks, audience: 'api' }))
    const validator = new TokenValidator({ issuers: entries })
    await validator.validate(await b.sign())
    await expect(validator.validate(await b.sign({ iss: 'https://a.test' }))).rejects.toThrow(refusal('signature'))
  })

  it('no kid: the only suitable key serves, of several none', async () => {
    const issuer = await createTestIssuer()
    expect(await validatorOf(issuer).validate(await issuer.sign({}, { kid: undefined }))).toMatchObject({ sub: 'test-user' })
    await issuer.rotateKeys({ keepOld: true })
    await expect(validatorOf(issuer).validate(await issuer.sign({}, { kid: undefined }))).rejects.toThrow(refusal('kid'))
  })

  it('OpenID Connect Core 10.1.1: a rotation is found by one fetch of the keys', async () => {
    const issuer = await createTestIssuer()
    const fetch = vi.fn(issuer.fetch)
    const validator = validatorOf(issuer, { jwks: undefined, fetch })
    await validator.validate(await issuer.sign())
    await issuer.rotateKeys()
    issuer.advance(31)
    const before = fetch.mock.calls.length
    await Promise.all([validator.validate(await issuer.sign()), validator.validate(await issuer.sign())])
    expect(fetch.mock.calls.length - before).toBe(1)
  })

  it('a kid that was given to a new key is found by one fetch of the keys', async () => {
    const [old, next] = [await createTestIssuer(), await createTestIssuer()]
    let current = old
    const fetch = vi.fn<typeof globalThis.fetch>(async (input, init) => current.fetch(input, init))
    const validator = validatorOf(old, { jwks: undefined, fetch })
    const before = await old.sign()
    await validator.validate(before)
    current = next
    old.advance(31)
    const calls = fetch.mock.calls.length
    expect(await validator.validate(await next.sign())).toMatchObject({ sub: 'test-user' })
    expect(fetch.mock.calls.length - calls).toBe(1)
    await expect(validator.validate(before)).rejects.toThrow(refusal('signature'))
    expect(fetch.mock.calls.length - calls).toBe(1)
  })
})

describe('kinds of tokens', () => {
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const kinds: Readonly<Record<string, readonly [TestMembers, TestMembers]>> = {
    'access token (RFC 9068)': [{ client_id: 'app' }, { typ: 'at+jwt' }],
    'access token (JWT)': [{}, { typ: 'JWT' }],
    'ID token': [{ nonce: 'n', typ: 'ID' }, { typ: 'JWT' }],
    'refresh token': [{ typ: 'Refresh' }, { typ: 'JWT' }],
    'logout token': [{ events, sid: 's' }, { typ: 'logout+jwt' }],
    'logout token (JWT)': [{ events, sid: 's' }, { typ: 'JWT' }],
    'DPoP proof': [{ htm: 'GET', htu: 'https://api.test' }, { typ: 'dpop+jwt' }],
    'security event': [{ events: { 'https://example.com/event': {} } }, { typ: 'secevent+jwt' }],
  }
  const takes: Readonly<Record<string, readonly string[]>> = {
    jwt: ['access token (RFC 9068)', 'access token (JWT)'],
    rfc9068: ['access token (RFC 9068)'],
    id: ['ID token'],
    logout: ['logout token', 'logout token (JWT)'],
  }

  it.each(Object.keys(kinds).flatMap((kind) => Object.keys(takes).map((taker) => [kind, taker] as const)))(
    'RFC 8725 §3.11, §3.12: of a matrix of kinds, %s for the check of %s',
    async (kind, taker) => {
      const issuer = await createTestIssuer({ audience: 'me' })
      const [claims, header] = kinds[kind] ?? [{}, {}]
      const token = await issuer.sign(claims, header)
      const options = { issuer: issuer.issuer, clientId: 'me', jwks: issuer.jwks, now: issuer.now }
      const checks: Readonly<Record<string, () => Promise<unknown>>> = {
        jwt: () => validatorOf(issuer, { audience: 'me' }).validate(token),
        rfc9068: () => validatorOf(issuer, { audience: 'me', profile: 'rfc9068' }).validate(token),
        id: () => validateIdToken(token, { ...options, nonce: 'n' }),
        logout: () => validateLogoutToken(token, options),
      }
      const answer = checks[taker]?.()
      if (takes[taker]?.includes(kind)) await expect(answer).resolves.toMatchObject({ iss: issuer.issuer })
      else await expect(answer).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1002' }))
    },
  )

  it('RFC 7515 §4.1.9: typ is taken with or without application/, in any case', async () => {
    const issuer = await createTestIssuer()
    for (const typ of ['at+jwt', 'application/at+jwt', 'AT+JWT', 'Application/At+Jwt']) {
      await validatorOf(issuer, { profile: 'rfc9068' }).validate(await issuer.sign({}, { typ }))
    }
    await expect(validatorOf(issuer, { profile: 'rfc9068' }).validate(await issuer.sign({}, { typ: 'JWT' }))).rejects.toThrow(
      refusal('typ'),
    )
  })

  it('RFC 9700 §4.15: a client id does not pass as a user’s sub', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer)
    expect(getSubjectKind(await validator.validate(await issuer.sign({ sub: 'app', client_id: 'app' })))).toBe('client')
    expect(getSubjectKind(await validator.validate(await issuer.sign({ sub: 'alice', client_id: 'app' })))).toBe('user')
  })
})

describe('claims', () => {
  it.each(['sub', 'client_id', 'iat', 'jti', 'iss', 'aud', 'exp'])('RFC 9068 §2.2: under the profile %s is required', async (name) => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer, { profile: 'rfc9068' })
    await validator.validate(await issuer.sign())
    const check = { iss: 'iss', aud: 'aud', exp: 'exp' }[name] ?? 'required_claims'
    await expect(validator.validate(await issuer.sign({ [name]: undefined }))).rejects.toThrow(refusal(check))
  })

  it('RFC 9068 §4: another API’s token is refused', async () => {
    const issuer = await createTestIssuer({ audience: 'other-api' })
    await expect(validatorOf(issuer).validate(await issuer.sign())).rejects.toThrow(refusal('aud'))
  })

  it('RFC 7519 §4.1.4, §4.1.5: exp and nbf hold to the second at their boundary', async () => {
    const issuer = await createTestIssuer({ now: () => 1_000_000_000 })
    const validator = validatorOf(issuer, { clockToleranceSeconds: 0 })
    await validator.validate(await issuer.sign({ exp: 1_000_001, nbf: 1_000_000 }))
    await expect(validator.validate(await issuer.sign({ exp: 1_000_000 }))).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1001' }))
    await expect(validator.validate(await issuer.sign({ nbf: 1_000_001 }))).rejects.toThrow(refusal('nbf'))
  })

  it.each(['1', 'NaN', null, true])('RFC 7519 §2: %j is no NumericDate', async (value) => {
    const issuer = await createTestIssuer()
    for (const name of ['exp', 'nbf', 'iat'] as const)
      await expect(validatorOf(issuer).validate(await issuer.sign({ [name]: value }))).rejects.toThrow(refusal(name))
  })

  it('RFC 7519 §2: a NumericDate is finite', async () => {
    const issuer = await createTestIssuer()
    const { token, jwk } = await signText('{"alg":"ES256"}', `{"iss":"${issuer.issuer}","aud":"api","exp":1e309}`)
    await expect(validatorOf(issuer).validate(token, { jwk })).rejects.toThrow(refusal('exp'))
  })

  it('RFC 7519 §4.1.1, §4.1.3: iss is one exact string, aud a string or an array of them', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer)
    for (const aud of ['api', ['api'], ['x', 'api']]) await validator.validate(await issuer.sign({ aud }))
    for (const aud of ['ap', 'api2', ['x'], [], {}, 1, null])
      await expect(validator.validate(await issuer.sign({ aud }))).rejects.toThrow(refusal('aud'))
    for (const iss of [[issuer.issuer], `${issuer.issuer}/`, issuer.issuer.slice(0, -1), null]) {
      await expect(validator.validate(await issuer.sign({ iss }))).rejects.toThrow(refusal('iss'))
    }
  })

  it.each([
    [9, true],
    [61, false],
  ])('FAPI 2: %d seconds in the future, accepted: %s', async (seconds, isAccepted) => {
    const issuer = await createTestIssuer({ now: () => 1_000_000_000 })
    const answer = validatorOf(issuer, { clockToleranceSeconds: isAccepted ? 10 : 60 }).validate(
      await issuer.sign({ iat: 1_000_000 + seconds }),
    )
    if (isAccepted) await expect(answer).resolves.toBeDefined()
    else await expect(answer).rejects.toThrow(refusal('iat'))
  })
})
