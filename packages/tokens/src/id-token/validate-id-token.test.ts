import { createHash, createHmac } from 'node:crypto'
import { KeysUnavailableError } from '@auth/core-errors'
import { CompactEncrypt, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import { createTestIssuer, type TestIssuer, type TestMembers } from '../testing/index.ts'
import type { IdTokenOptions } from './id-token-options.ts'
import { validateIdToken } from './validate-id-token.ts'

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })
const wrong = (option: string): unknown => expect.objectContaining({ code: 'VAL_2002', details: { option } })

async function setUp(algorithm = 'ES256') {
  const issuer = await createTestIssuer({ algorithm, audience: 'me' })
  const signId = (claims: TestMembers = {}, header: TestMembers = {}): Promise<string> =>
    issuer.sign({ client_id: undefined, jti: undefined, ...claims }, { typ: 'JWT', ...header })
  const validate = (token: string, more: Partial<IdTokenOptions> = {}): ReturnType<typeof validateIdToken> =>
    validateIdToken(token, { issuer: issuer.issuer, clientId: 'me', jwks: issuer.jwks, now: issuer.now, ...more })
  return { issuer, signId, validate }
}

describe('validateIdToken', () => {
  it('answers the claims of a good ID token, deeply frozen', async () => {
    const { signId, validate } = await setUp()
    const claims = await validate(await signId({ nonce: 'n', address: { country: 'NL' } }), { nonce: 'n' })
    expect(claims).toMatchObject({ iss: 'https://issuer.test', aud: 'me', sub: 'test-user', nonce: 'n' })
    expect(Object.isFrozen(claims['address'])).toBe(true)
  })

  it.each(['ES256', 'PS256', 'EdDSA'])(
    'takes %s, and refuses it when the client is registered for another algorithm',
    async (algorithm) => {
      const { signId, validate } = await setUp(algorithm)
      await validate(await signId())
      await validate(await signId(), { idTokenSigningAlg: algorithm })
      await expect(validate(await signId(), { idTokenSigningAlg: 'RS256' })).rejects.toThrow(refusal('alg'))
    },
  )

  it.each([
    ['iss', { iss: 'https://other.test' }],
    ['iss', { iss: undefined }],
    ['iss', { iss: ['https://issuer.test'] }],
    ['aud', { aud: 'other' }],
    ['aud', { aud: undefined }],
    ['aud', { aud: ['me', 'other'], azp: 'me' }],
    ['azp', { azp: 'other' }],
    ['azp', { aud: ['me', 'me'] }],
    ['azp', { azp: null }],
    ['exp', { exp: undefined }],
    ['exp', { exp: '9999999999' }],
    ['iat', { iat: undefined }],
    ['iat', { iat: 99_999_999_999 }],
    ['nbf', { nbf: 99_999_999_999 }],
    ['sub', { sub: undefined }],
    ['sub', { sub: '' }],
    ['sub', { sub: 7 }],
    ['nonce', { nonce: 'unasked' }],
    ['nonce', { nonce: 1 }],
    ['acr', { acr: 1 }],
    ['auth_time', { auth_time: 'now' }],
    ['kind', { events: {} }],
    ['kind', { typ: 'Bearer' }],
    ['kind', { token_use: 'access' }],
    ['kind', { typ: ['ID'] }],
  ])('OpenID Connect Core 3.1.3.7: refuses by %s the claims %j', async (check, claims) => {
    const { signId, validate } = await setUp()
    await expect(validate(await signId(claims))).rejects.toThrow(refusal(check))
  })

  it('tells an expired token as expired', async () => {
    const { signId, validate } = await setUp()
    await expect(validate(await signId({ exp: 1 }))).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1001' }))
  })

  it.each(['at+jwt', 'logout+jwt', 'dpop+jwt'])('RFC 8725 §3.11: refuses a token of type %s', async (typ) => {
    const { signId, validate } = await setUp()
    await expect(validate(await signId({}, { typ }))).rejects.toThrow(refusal('typ'))
    await validate(await signId({}, { typ: undefined }))
  })

  it('trusts further audiences only by name, and then asks for azp', async () => {
    const { signId, validate } = await setUp()
    const token = await signId({ aud: ['me', 'other'], azp: 'me' })
    await validate(token, { trustedAudiences: ['other'] })
    await expect(validate(token, { trustedAudiences: ['third'] })).rejects.toThrow(refusal('aud'))
    await expect(validate(await signId({ aud: ['me', 'other'] }), { trustedAudiences: ['other'] })).rejects.toThrow(refusal('azp'))
  })

  it('compares the nonce with the request’s; without one there must be none; null leaves it unchecked', async () => {
    const { signId, validate } = await setUp()
    const token = await signId({ nonce: 'n' })
    await validate(token, { nonce: 'n' })
    await validate(token, { nonce: null })
    await expect(validate(token, { nonce: 'm' })).rejects.toThrow(refusal('nonce'))
    await expect(validate(token)).rejects.toThrow(refusal('nonce'))
    await expect(validate(await signId(), { nonce: 'n' })).rejects.toThrow(refusal('nonce'))
    await expect(validate(token, { nonce: '' })).rejects.toThrow(wrong('nonce'))
  })

  it('asks for one of the authentication contexts', async () => {
    const { signId, validate } = await setUp()
    await validate(await signId({ acr: 'mfa' }), { acrValues: ['otp', 'mfa'] })
    await expect(validate(await signId({ acr: 'pwd' }), { acrValues: ['otp', 'mfa'] })).rejects.toThrow(refusal('acr'))
    await expect(validate(await signId(), { acrValues: ['mfa'] })).rejects.toThrow(refusal('acr'))
    await expect(validate(await signId({ acr: 'mfa' }), { acrValues: [] })).rejects.toThrow(wrong('acrValues'))
  })

  it('compares auth_time with max_age, to the second and the tolerance', async () => {
    const { issuer, signId, validate } = await setUp()
    const seconds = issuer.now() / 1000
    const now = (): number => seconds * 1000
    const token = await signId({ auth_time: seconds - 100 })
    await validate(token, { maxAgeSeconds: 100, clockToleranceSeconds: 0, now })
    await expect(validate(token, { maxAgeSeconds: 99, clockToleranceSeconds: 0, now })).rejects.toThrow(refusal('auth_time'))
    await validate(token, { maxAgeSeconds: 90, clockToleranceSeconds: 10, now })
    await expect(validate(await signId(), { maxAgeSeconds: 100 })).rejects.toThrow(refusal('auth_time'))
    await expect(validate(token, { maxAgeSeconds: -1 })).rejects.toThrow(wrong('maxAgeSeconds'))
  })

  it('the signature is checked always, and first', async () => {
    const { signId, validate } = await setUp()
    const stranger = await setUp()
    await expect(validate(await stranger.signId({ exp: 1 }))).rejects.toThrow(refusal('signature'))
    await expect(validate((await signId()).replace(/[^.]*$/, ''))).rejects.toThrow(refusal('signature'))
    await expect(validate(await signId({}, { alg: 'none' }))).rejects.toThrow(refusal('alg'))
  })

  it('an outage of the keys is no bad token', async () => {
    const { signId, validate } = await setUp()
    const outage = new KeysUnavailableError('down')
    await expect(validate(await signId(), { jwks: { getSigningKey: async () => Promise.reject(outage) } })).rejects.toBe(outage)
  })

  it.each([
    [{ issuer: '' }, 'issuer'],
    [{ clientId: undefined }, 'clientId'],
    [{ jwks: undefined }, 'jwks'],
    [{ jwks: 'https://issuer.test/jwks' }, 'jwks'],
    [{ clockToleranceSeconds: 61 }, 'clockToleranceSeconds'],
    [{ maxTokenBytes: 0 }, 'maxTokenBytes'],
    [{ idTokenSigningAlg: 'none' }, 'idTokenSigningAlg'],
    [{ idTokenSigningAlg: 'HS512' }, 'idTokenSigningAlg'],
    [{ now: 1 }, 'now'],
    [{ trustedAudiences: 'me too' }, 'trustedAudiences'],
    [{ acrValues: 'mfa' }, 'acrValues'],
    [{ previous: null }, 'previous'],
  ])('refuses the options %j', async (more, option) => {
    const { signId, validate } = await setUp()
    await expect(validate(await signId(), more as never)).rejects.toThrow(wrong(option))
  })

  it('refuses what is no token, and options that are no object', async () => {
    const { validate } = await setUp()
    await expect(validate(undefined as never)).rejects.toThrow(refusal('format'))
    await expect(validate('x'.repeat(16_385))).rejects.toThrow(refusal('size'))
    await expect(validateIdToken('x', undefined as never)).rejects.toThrow(wrong('options'))
  })

  it('decrypts by explicit configuration alone', async () => {
    const { signId, validate } = await setUp()
    const { publicKey, privateKey } = await generateKeyPair('RSA-OAEP-256')
    const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' }
    const token = await new CompactEncrypt(new TextEncoder().encode(await signId())).setProtectedHeader(header).encrypt(publicKey)
    await expect(validate(token)).rejects.toThrow(refusal('encryption'))
    const decryption = { key: privateKey, keyManagementAlgorithms: ['RSA-OAEP-256'] }
    expect(await validate(token, { decryption })).toMatchObject({ sub: 'test-user' })
    await validate(await signId(), { decryption })
  })
})

describe('at_hash and c_hash (OpenID Connect Core 3.3.2.11)', () => {
  const leftHalf = (value: string, hash: string): string => {
    const digest = createHash(hash).update(value).digest()
    return digest.subarray(0, digest.length / 2).toString('base64url')
  }

  it.each([
    ['RS256', 'sha256'],
    ['ES384', 'sha384'],
    ['PS512', 'sha512'],
    ['EdDSA', 'sha512'],
  ])('%s: are the left half of %s over what came with the token', async (algorithm, hash) => {
    const { signId, validate } = await setUp(algorithm)
    const token = await signId({ at_hash: leftHalf('AT', hash), c_hash: leftHalf('C', hash) })
    await validate(token, { accessToken: 'AT', code: 'C' })
    await expect(validate(token, { accessToken: 'other', code: 'C' })).rejects.toThrow(refusal('at_hash'))
    await expect(validate(token, { accessToken: 'AT', code: 'other' })).rejects.toThrow(refusal('c_hash'))
  })

  it('at_hash may be missing from the token endpoint, neither may from the front channel', async () => {
    const { signId, validate } = await setUp()
    await validate(await signId(), { accessToken: 'AT' })
    await expect(validate(await signId(), { code: 'C' })).rejects.toThrow(refusal('c_hash'))
    await expect(validate(await signId({ c_hash: leftHalf('C', 'sha256') }), { code: 'C', accessToken: 'AT' })).rejects.toThrow(
      refusal('at_hash'),
    )
  })

  it('are compared as the strings that they must be', async () => {
    const { signId, validate } = await setUp()
    for (const at_hash of [null, 1, '', [leftHalf('AT', 'sha256')]]) {
      await expect(validate(await signId({ at_hash }), { accessToken: 'AT' })).rejects.toThrow(refusal('at_hash'))
    }
    await expect(validate(await signId(), { accessToken: '' })).rejects.toThrow(wrong('accessToken'))
    await expect(validate(await signId(), { code: '' })).rejects.toThrow(wrong('code'))
  })
})

describe('a refreshed ID token (OpenID Connect Core 12.2)', () => {
  it('is about the same user, client and sign-in', async () => {
    const { signId, validate } = await setUp()
    const previous = await validate(await signId({ auth_time: 100, azp: 'me', nonce: 'n' }), { nonce: 'n' })
    const refreshed = (claims: TestMembers = {}): Promise<unknown> =>
      signId({ auth_time: 100, ...claims }).then((token) => validate(token, { previous, nonce: null }))
    await refreshed()
    await refreshed({ auth_time: undefined, azp: 'me', nonce: 'n' })
    await expect(refreshed({ sub: 'other' })).rejects.toThrow(refusal('sub'))
    await expect(refreshed({ auth_time: 200 })).rejects.toThrow(refusal('auth_time'))
    await expect(refreshed({ nonce: 'm' })).rejects.toThrow(refusal('nonce'))
    await expect(refreshed({ aud: ['me', 'me'], azp: 'me' })).rejects.toThrow(refusal('aud'))
  })

  it('is from the same issuer, to the same party', async () => {
    const { signId, validate } = await setUp()
    const previous = await validate(await signId())
    const options = { previous: { ...previous, iss: 'https://other.test' } }
    await expect(validate(await signId(), options)).rejects.toThrow(refusal('iss'))
    await expect(validate(await signId({ azp: 'me' }), { previous: { ...previous, azp: 'other' } })).rejects.toThrow(refusal('azp'))
    await expect(validate(await signId(), { previous: { ...previous, aud: ['me', 'third'] } })).rejects.toThrow(refusal('aud'))
    const shared = { previous: { ...previous, azp: 'me', aud: ['me', 'third'] }, trustedAudiences: ['third', 'fourth'] }
    await validate(await signId({ aud: ['third', 'me'], azp: 'me' }), shared)
    await expect(validate(await signId({ aud: ['me', 'fourth'], azp: 'me' }), shared)).rejects.toThrow(refusal('aud'))
  })
})

describe('HS256', () => {
  const clientSecret = 's'.repeat(32)
  const hs256 = (issuer: TestIssuer, secret: string, alg = 'HS256'): string => {
    const seconds = Math.floor(issuer.now() / 1000)
    const [header, payload] = [{ alg }, { iss: issuer.issuer, aud: 'me', sub: 'test-user', iat: seconds, exp: seconds + 60 }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    )
    return `${header ?? ''}.${payload ?? ''}.${createHmac('sha256', secret)
      .update(`${header ?? ''}.${payload ?? ''}`)
      .digest('base64url')}`
  }

  it('is taken with the client secret when it is written out, and then alone', async () => {
    const { issuer, signId, validate } = await setUp()
    const options = { idTokenSigningAlg: 'HS256', clientSecret, jwks: undefined }
    expect(await validate(hs256(issuer, clientSecret), options)).toMatchObject({ sub: 'test-user' })
    await expect(validate(hs256(issuer, 'x'.repeat(32)), options)).rejects.toThrow(refusal('signature'))
    await expect(validate(await signId(), options)).rejects.toThrow(refusal('alg'))
    await expect(validate(hs256(issuer, clientSecret, 'HS512'), options)).rejects.toThrow(refusal('alg'))
  })

  it('is never taken otherwise, whatever secret is there', async () => {
    const { issuer, validate } = await setUp()
    await expect(validate(hs256(issuer, clientSecret), { clientSecret })).rejects.toThrow(refusal('alg'))
    await expect(validate(hs256(issuer, clientSecret), { clientSecret, idTokenSigningAlg: 'RS256' })).rejects.toThrow(refusal('alg'))
  })

  it.each([undefined, '', 'short', 's'.repeat(31), 5])(
    'RFC 7518 §3.2, CVE-2026-44351, GHSA-8wpc-h4q6-8fxv, GHSA-gmvf-9v4p-v8jc, CVE-2026-45363: refuses the secret %j, which is shorter than the hash',
    async (secret) => {
      const { issuer, validate } = await setUp()
      const options = { idTokenSigningAlg: 'HS256', clientSecret: secret as never, jwks: undefined }
      await expect(validate(hs256(issuer, String(secret ?? '')), options)).rejects.toThrow(wrong('clientSecret'))
    },
  )
})
