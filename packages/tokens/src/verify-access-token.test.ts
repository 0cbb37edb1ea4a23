import { KeysUnavailableError, TokenRevokedError } from '@auth/core-errors'
import type { JWK, KeyResolver, SigningKey } from '@auth/jwks'
import { CompactEncrypt, generateKeyPair } from 'jose'
import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import { z } from 'zod'
import { createTestIssuer, type TestIssuer } from './testing/index.ts'
import type { TokenClaims } from './token-claims.ts'
import { TokenValidator } from './token-validator.ts'
import type { CommonValidatorOptions, IssuerRulesOptions } from './token-validator-options.ts'

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })
const expired = expect.objectContaining({ code: 'AUTH_1001' })

function validatorOf<Claims = TokenClaims>(
  issuer: TestIssuer,
  options: CommonValidatorOptions<Claims> & IssuerRulesOptions = {},
): TokenValidator<Claims> {
  const { fetch, now, monotonicNow } = issuer
  return new TokenValidator<Claims>({ issuer: issuer.issuer, audience: 'api', fetch, now, monotonicNow, ...options })
}

describe('the order of the checks', () => {
  it('judges the signature before any claim: a forged token that has expired is forged', async () => {
    const [issuer, stranger] = [await createTestIssuer(), await createTestIssuer()]
    const forged = await stranger.sign({ exp: 1, aud: 'other', nonce: 'n' })
    await expect(validatorOf(issuer).validate(forged)).rejects.toThrow(refusal('signature'))
  })

  it('uses iss only to choose among configured issuers, before the signature', async () => {
    const issuer = await createTestIssuer()
    const fetch = vi.fn(issuer.fetch)
    const forged = await issuer.sign({ iss: 'https://attacker.test' })
    await expect(validatorOf(issuer, { fetch }).validate(forged)).rejects.toThrow(
      'expected "https://issuer.test", got "https://attacker.test"',
    )
    expect(fetch).not.toHaveBeenCalled()
  })

  it('refuses type and algorithm before a key is asked for', async () => {
    const issuer = await createTestIssuer()
    const fetch = vi.fn(issuer.fetch)
    const validator = validatorOf(issuer, { fetch, algorithms: ['RS256'] })
    await expect(validator.validate(await issuer.sign())).rejects.toThrow(refusal('alg'))
    await expect(validator.validate(await issuer.sign({}, { typ: 'dpop+jwt' }))).rejects.toThrow(refusal('typ'))
    expect(fetch).not.toHaveBeenCalled()
  })

  it('tells an expired token with a wrong audience as one for somebody else', async () => {
    const issuer = await createTestIssuer()
    await expect(validatorOf(issuer).validate(await issuer.sign({ exp: 1, aud: 'other' }))).rejects.toThrow(refusal('aud'))
  })
})

describe('time', () => {
  it('refuses at exp and the tolerance, by the clock that is given', async () => {
    const issuer = await createTestIssuer({ now: () => 1_000_000_000 })
    const validator = validatorOf(issuer, { clockToleranceSeconds: 10, verifiedTokenCache: false })
    const token = await issuer.sign({ exp: 1_000_000 + 60 })
    issuer.advance(69.9)
    await validator.validate(token)
    issuer.advance(0.1)
    await expect(validator.validate(token)).rejects.toThrow(expired)
  })

  it('FAPI 2: takes a token from 9 seconds in the future, and never from 61', async () => {
    const issuer = await createTestIssuer({ now: () => 1_000_000_000 })
    await validatorOf(issuer).validate(await issuer.sign({ iat: 1_000_009, nbf: 1_000_009 }))
    const loose = validatorOf(issuer, { clockToleranceSeconds: 60 })
    await expect(loose.validate(await issuer.sign({ iat: 1_000_061 }))).rejects.toThrow(refusal('iat'))
    await expect(loose.validate(await issuer.sign({ nbf: 1_000_061 }))).rejects.toThrow(refusal('nbf'))
  })

  it('allowExpired takes the claims of an expired token, after every other check', async () => {
    const [issuer, stranger] = [await createTestIssuer(), await createTestIssuer()]
    const validator = validatorOf(issuer)
    expect(await validator.validate(await issuer.sign({ exp: 1, sub: 'me' }), { allowExpired: true })).toMatchObject({ sub: 'me', exp: 1 })
    await expect(validator.validate(await stranger.sign({ exp: 1 }), { allowExpired: true })).rejects.toThrow(refusal('signature'))
    await expect(validator.validate(await issuer.sign({ exp: 1, aud: 'other' }), { allowExpired: true })).rejects.toThrow(refusal('aud'))
    await expect(validator.validate(await issuer.sign({ exp: undefined }), { allowExpired: false })).rejects.toThrow(refusal('exp'))
  })

  it('allowExpired does not go on to later calls by the cache', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer)
    const token = await issuer.sign({ exp: 1 })
    await validator.validate(token, { allowExpired: true })
    await expect(validator.validate(token)).rejects.toThrow(expired)
  })

  it('asks for exp always, also of expired tokens that are allowed', async () => {
    const issuer = await createTestIssuer()
    await expect(validatorOf(issuer).validate(await issuer.sign({ exp: undefined }), { allowExpired: true })).rejects.toThrow(
      refusal('exp'),
    )
  })
})

describe('several issuers', () => {
  async function setUp() {
    const [a, b] = [await createTestIssuer({ issuer: 'https://a.test' }), await createTestIssuer({ issuer: 'https://b.test' })]
    const issuers = [
      { issuer: a.issuer, audience: 'api-a', jwks: a.jwks },
      { issuer: b.issuer, audience: 'api-b', jwks: b.jwks },
    ]
    return { a, b, validator: new TokenValidator({ issuers }) }
  }

  it('judges each token by its own issuer’s keys and audience', async () => {
    const { a, b, validator } = await setUp()
    expect(await validator.validate(await a.sign({ aud: 'api-a' }))).toMatchObject({ iss: 'https://a.test' })
    expect(await validator.validate(await b.sign({ aud: 'api-b' }))).toMatchObject({ iss: 'https://b.test' })
    await expect(validator.validate(await a.sign({ aud: 'api-b' }))).rejects.toThrow(refusal('aud'))
  })

  it('RFC 8725 §3.8: one issuer’s key does not sign another’s token, though both call it the same', async () => {
    const { a, b, validator } = await setUp()
    expect(a.jwks.keys[0]?.kid).toBe(b.jwks.keys[0]?.kid)
    await expect(validator.validate(await a.sign({ iss: b.issuer, aud: 'api-b' }))).rejects.toThrow(refusal('signature'))
  })

  it('validate(token, {issuer}) takes that issuer’s tokens alone, also from the cache', async () => {
    const { a, validator } = await setUp()
    const token = await a.sign({ aud: 'api-a' })
    for (let round = 0; round < 2; round++) {
      expect(await validator.validate(token, { issuer: 'https://a.test' })).toMatchObject({ iss: 'https://a.test' })
      await expect(validator.validate(token, { issuer: 'https://b.test' })).rejects.toThrow(refusal('iss'))
    }
    await expect(validator.validate(await a.sign({ aud: 'api-a', x: 1 }), { issuer: 'https://c.test' })).rejects.toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option: 'issuer' } }),
    )
    await expect(validator.validate(token, { issuer: 'https://c.test' })).rejects.toThrow(expect.objectContaining({ code: 'VAL_2002' }))
  })
})

describe('claimsSchema', () => {
  const schema = z.object({ sub: z.string(), tenant: z.string().default('none') })

  it('types and makes what validate answers; verify tells the claims as signed beside it', async () => {
    const issuer = await createTestIssuer()
    const { jwks, now } = issuer
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks, now, claimsSchema: schema })
    const token = await issuer.sign()
    const claims = await validator.validate(token)
    expectTypeOf(claims).toEqualTypeOf<{ sub: string; tenant: string }>()
    expect(claims).toEqual({ sub: 'test-user', tenant: 'none' })
    expect((await validator.verify(token)).payload).toMatchObject({ iss: issuer.issuer, client_id: 'test-client' })
  })

  it('without one, the claims are TokenClaims', () => {
    const validator = new TokenValidator({ issuer: 'https://issuer.test', audience: 'api' })
    expectTypeOf(validator).toEqualTypeOf<TokenValidator>()
  })

  it('refuses claims that do not fit, after signature, audience and time', async () => {
    const [issuer, stranger] = [await createTestIssuer(), await createTestIssuer()]
    const validator = validatorOf(issuer, { claimsSchema: z.object({ tenant: z.string() }) })
    await expect(validator.validate(await issuer.sign())).rejects.toThrow(refusal('claims_schema'))
    await expect(validator.validate(await stranger.sign())).rejects.toThrow(refusal('signature'))
    await expect(validator.validate(await issuer.sign({ exp: 1 }))).rejects.toThrow(expired)
  })

  it('gives the same frozen output from the cache, without asking the schema again', async () => {
    const issuer = await createTestIssuer()
    const transform = vi.fn((roles: string[]) => ({ list: roles }))
    const validator = validatorOf(issuer, { claimsSchema: z.object({ roles: z.array(z.string()).transform(transform) }) })
    const token = await issuer.sign({ roles: ['a'] })
    const [first, second] = [await validator.validate(token), await validator.validate(token)]
    expect(second).toBe(first)
    expect(Object.isFrozen(first.roles.list)).toBe(true)
    expect(transform).toHaveBeenCalledTimes(1)
  })

  it('makes an output that cannot be frozen anew for each caller', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer, { claimsSchema: z.object({ exp: z.number().transform((seconds) => new Date(seconds * 1000)) }) })
    const token = await issuer.sign()
    const [first, second] = [await validator.validate(token), await validator.validate(token)]
    expect(second.exp).toEqual(first.exp)
    expect(second.exp).not.toBe(first.exp)
  })

  it('cannot change the claims that others see', async () => {
    const issuer = await createTestIssuer()
    const meddling = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value: unknown) => ({ value: Object.assign(value as object, { sub: 'admin' }) }),
      },
    } as const
    await expect(validatorOf(issuer, { claimsSchema: meddling }).validate(await issuer.sign())).rejects.toThrow(TypeError)
  })

  it('may be asynchronous for validate', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer, { claimsSchema: z.object({ sub: z.string().refine(async () => true) }) })
    const token = await issuer.sign()
    expect(await validator.validate(token)).toEqual({ sub: 'test-user' })
    expect(validator.validateSync(token)).toEqual({ sub: 'test-user' })
    const another = await issuer.sign()
    expect(() => validator.validateSync(another)).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
  })
})

describe('revoked', () => {
  it('is asked every time, with the claims as signed, also for a token from the cache', async () => {
    const issuer = await createTestIssuer()
    const revokedIds = new Set<unknown>()
    const revoked = vi.fn((claims: TokenClaims) => revokedIds.has(claims.jti))
    const validator = validatorOf(issuer, { revoked })
    const token = await issuer.sign({ jti: 'j' })
    await validator.validate(token)
    validator.validateSync(token)
    expect(revoked).toHaveBeenCalledTimes(2)
    revokedIds.add('j')
    await expect(validator.validate(token)).rejects.toThrow(TokenRevokedError)
    expect(() => validator.validateSync(token)).toThrow(TokenRevokedError)
  })

  it('is not asked about a token that is not good', async () => {
    const issuer = await createTestIssuer()
    const revoked = vi.fn(() => false)
    await expect(validatorOf(issuer, { revoked }).validate(await issuer.sign({ exp: 1 }))).rejects.toThrow(expired)
    expect(revoked).not.toHaveBeenCalled()
  })

  it.each([true, undefined, null, 0, 'no', Promise.resolve(true), Promise.resolve(undefined)])(
    'lets pass on false alone: %s refuses',
    async (answer) => {
      const issuer = await createTestIssuer()
      await expect(validatorOf(issuer, { revoked: () => answer as never }).validate(await issuer.sign())).rejects.toThrow(TokenRevokedError)
    },
  )

  it('waits for an answer that comes later', async () => {
    const issuer = await createTestIssuer()
    expect(await validatorOf(issuer, { revoked: async () => false }).validate(await issuer.sign())).toMatchObject({ sub: 'test-user' })
  })
})

describe('outages', () => {
  it('pass through as they are: a resolver that cannot decide has found no bad token', async () => {
    const issuer = await createTestIssuer()
    const outage = new KeysUnavailableError('down', { reason: 'unreachable', retryAfterSeconds: 7 })
    for (const keys of [
      { getSigningKey: async () => Promise.reject(outage) },
      {
        getSigningKey: async () => Promise.reject(outage),
        getCachedSigningKey: () => {
          throw outage
        },
      },
    ] as KeyResolver[]) {
      const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks: keys })
      await expect(validator.validate(await issuer.sign())).rejects.toBe(outage)
    }
  })

  it('of a key endpoint that answers 500 are no bad token either', async () => {
    const issuer = await createTestIssuer()
    const fetch: typeof globalThis.fetch = async () => new Response('oops', { status: 500 })
    const { now, monotonicNow } = issuer
    const jwksUri = 'https://issuer.test/jwks'
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwksUri, fetch, now, monotonicNow })
    await expect(validator.validate(await issuer.sign())).rejects.toThrow(expect.objectContaining({ code: 'SRV_5004', httpStatus: 503 }))
  })
})

describe('the verified-token cache', () => {
  /** A resolver whose one key is what `publish` said last, under any kid. */
  function toResolver(jwk: JWK | undefined) {
    let key: SigningKey | undefined
    const publish = (next: JWK | undefined): void => {
      key = next && { jwk: next, kid: next.kid, alg: next.alg }
    }
    publish(jwk)
    const getCachedSigningKey = vi.fn(() => key)
    const getSigningKey = async (): Promise<SigningKey> => key ?? Promise.reject(new KeysUnavailableError('gone', { reason: 'withdrawn' }))
    return { getCachedSigningKey, getSigningKey, publish }
  }

  it('CVE-2026-35039: covers the whole token, so that no two tokens share a place', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer)
    const token = await issuer.sign({ sub: 'alice' })
    expect(await validator.validate(token)).toMatchObject({ sub: 'alice' })
    const [header = '', payload = '', signature = ''] = token.split('.')
    const [otherHeader = '', otherPayload = '', otherSignature = ''] = (await issuer.sign({ sub: 'bob' })).split('.')
    expect(otherHeader).toBe(header)
    for (const mixed of [`${header}.${otherPayload}.${signature}`, `${header}.${payload}.${otherSignature}`]) {
      await expect(validator.validate(mixed)).rejects.toThrow(refusal('signature'))
    }
    for (let index = 0; index < token.length; index++) {
      const changed = `${token.slice(0, index)}${token[index] === 'A' ? 'B' : 'A'}${token.slice(index + 1)}`
      await expect(validator.validate(changed)).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1002' }))
    }
  })

  it('hands the same frozen claims out again', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer)
    const token = await issuer.sign()
    const first = await validator.validate(token)
    expect(await validator.validate(token)).toBe(first)
    expect(validator.validateSync(token)).toBe(first)
  })

  it('keeps nothing when it is switched off', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer, { verifiedTokenCache: false })
    const token = await issuer.sign()
    expect(await validator.validate(token)).not.toBe(await validator.validate(token))
  })

  it('checks the time anew on every hit', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer, { clockToleranceSeconds: 0 })
    const token = await issuer.sign()
    await validator.validate(token)
    issuer.advance(-10)
    await expect(validator.validate(token)).rejects.toThrow(refusal('iat'))
    issuer.advance(400)
    await expect(validator.validate(token)).rejects.toThrow(expired)
    expect(() => validator.validateSync(token)).toThrow(expired)
  })

  it('remembers a token no longer than its age', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer, { verifiedTokenCache: { maxAgeSeconds: 60 } })
    const token = await issuer.sign()
    const first = await validator.validate(token)
    issuer.advance(59)
    expect(await validator.validate(token)).toBe(first)
    issuer.advance(1)
    expect(await validator.validate(token)).not.toBe(first)
  })

  it('drops what a key signed that was withdrawn since', async () => {
    const issuer = await createTestIssuer()
    const resolver = toResolver(issuer.jwks.keys[0])
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks: resolver })
    const token = await issuer.sign()
    await validator.validate(token)
    resolver.publish(undefined)
    await expect(validator.validate(token)).rejects.toThrow(expect.objectContaining({ code: 'SRV_5004', reason: 'withdrawn' }))
    expect(() => validator.validateSync(token)).toThrow(expect.objectContaining({ code: 'SRV_5004', reason: 'not_cached' }))
  })

  it('drops what a key signed that was replaced since under the same kid', async () => {
    const issuer = await createTestIssuer()
    const resolver = toResolver(issuer.jwks.keys[0])
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks: resolver })
    const token = await issuer.sign()
    await validator.validate(token)
    await issuer.rotateKeys()
    resolver.publish(issuer.jwks.keys[0])
    await expect(validator.validate(token)).rejects.toThrow(refusal('signature'))
    expect(() => validator.validateSync(token)).toThrow(refusal('signature'))
  })

  it('asks the key cache on every hit, so that its refresh and its stale bound go on', async () => {
    const issuer = await createTestIssuer()
    const resolver = toResolver(issuer.jwks.keys[0])
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks: resolver })
    const token = await issuer.sign()
    for (let round = 0; round < 3; round++) await validator.validate(token)
    validator.validateSync(token)
    expect(resolver.getCachedSigningKey).toHaveBeenCalledTimes(4)
    resolver.getCachedSigningKey.mockImplementation(() => {
      throw new KeysUnavailableError('stale', { reason: 'stale' })
    })
    await expect(validator.validate(token)).rejects.toThrow(expect.objectContaining({ code: 'SRV_5004', reason: 'stale' }))
  })

  it('works with a resolver that can only be waited for', async () => {
    const issuer = await createTestIssuer()
    const key: SigningKey = { jwk: issuer.jwks.keys[0] as JWK, kid: 'k', alg: 'ES256' }
    const getSigningKey = vi.fn(async () => key)
    const validator = new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks: { getSigningKey } })
    const token = await issuer.sign()
    const first = await validator.validate(token)
    expect(await validator.validate(token)).toBe(first)
    expect(getSigningKey).toHaveBeenCalledTimes(2)
  })

  it('is gone around by validate(token, {jwk}), in both directions', async () => {
    const [issuer, other] = [await createTestIssuer(), await createTestIssuer()]
    const validator = validatorOf(issuer)
    const token = await issuer.sign()
    const [jwk, wrongJwk] = [issuer.jwks.keys[0] as JWK, other.jwks.keys[0] as JWK]
    const byKey = await validator.validate(token, { jwk })
    expect(await validator.validate(token)).not.toBe(byKey)
    await expect(validator.validate(token, { jwk: wrongJwk })).rejects.toThrow(refusal('signature'))
    expect(await validator.validate(await other.sign(), { jwk: wrongJwk })).toMatchObject({ sub: 'test-user' })
    await expect(validator.validate(await other.sign())).rejects.toThrow(refusal('signature'))
    await expect(validator.validate(token, { jwk: { kty: 'oct', k: 'AAAA' } })).rejects.toThrow(refusal('alg'))
  })
})

describe('key rotation', () => {
  it('finds a new key by its kid, and refuses what the old one signs from then on', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer)
    const old = await issuer.sign()
    await validator.validate(old)
    await issuer.rotateKeys()
    issuer.advance(31)
    expect(await validator.validate(await issuer.sign())).toMatchObject({ sub: 'test-user' })
    await expect(validator.validate(old)).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1002' }))
  })
})

describe('encrypted tokens', () => {
  async function setUp() {
    const issuer = await createTestIssuer()
    const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
    const encrypt = async (token: string): Promise<string> =>
      new CompactEncrypt(new TextEncoder().encode(token))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JWT' })
        .encrypt(publicKey)
    const validator = validatorOf(issuer, { decryption: { key: privateKey, keyManagementAlgorithms: ['ECDH-ES'] } })
    return { issuer, encrypt, validator }
  }

  it('are refused without an explicit configuration', async () => {
    const { issuer, encrypt } = await setUp()
    await expect(validatorOf(issuer).validate(await encrypt(await issuer.sign()))).rejects.toThrow(refusal('encryption'))
  })

  it('are judged by the signed token within them, and remembered', async () => {
    const { issuer, encrypt, validator } = await setUp()
    const token = await encrypt(await issuer.sign({ sub: 'me' }))
    const claims = await validator.validate(token)
    expect(claims).toMatchObject({ sub: 'me' })
    expect(await validator.validate(token)).toBe(claims)
    expect(await validator.validate(await issuer.sign())).toMatchObject({ sub: 'test-user' })
  })

  it('CVE-2026-29000: encryption replaces no check of what lies within', async () => {
    const { issuer, encrypt, validator } = await setUp()
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await issuer.sign()).split('.')[1] ?? ''}.`
    await expect(validator.validate(await encrypt(unsigned))).rejects.toThrow(refusal('alg'))
    await expect(validator.validate(await encrypt(JSON.stringify({ iss: issuer.issuer })))).rejects.toThrow(refusal('format'))
    await expect(validator.validate(await encrypt(await issuer.sign({ aud: 'other' })))).rejects.toThrow(refusal('aud'))
    await expect(validator.validate(await encrypt(await encrypt(await issuer.sign())))).rejects.toThrow(refusal('encryption'))
    const forged = await (await createTestIssuer()).sign()
    await expect(validator.validate(await encrypt(forged))).rejects.toThrow(refusal('signature'))
  })

  it('cannot be judged by validateSync', async () => {
    const { issuer, encrypt, validator } = await setUp()
    const token = await encrypt(await issuer.sign())
    expect(() => validator.validateSync(token)).toThrow(expect.objectContaining({ code: 'VAL_2002' }))
  })
})
