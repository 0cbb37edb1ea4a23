import { constants, createHash, createHmac, createPublicKey, generateKeyPairSync, type KeyObject, privateEncrypt } from 'node:crypto'
import type { JWK } from '@auth/jwks'
import { CompactEncrypt, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import { decodeToken, TokenValidator, type TokenValidatorOptions } from '../src/index.ts'
import { createTestIssuer, type TestIssuer } from '../src/testing/index.ts'

/** Every row of known failures of JWT libraries, by id: the attack is made, and refused with its typed error. */

const refusal = (check: string): unknown => expect.objectContaining({ code: 'AUTH_1002', details: expect.objectContaining({ check }) })
const wrong = (option: string): unknown => expect.objectContaining({ code: 'VAL_2002', details: { option } })
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function validatorOf(issuer: TestIssuer, options: Partial<TokenValidatorOptions> = {}): TokenValidator {
  const { jwks, now, monotonicNow } = issuer
  return new TokenValidator({ issuer: issuer.issuer, audience: 'api', jwks, now, monotonicNow, ...options } as TokenValidatorOptions)
}

/** A token by HMAC that says what a good one says. */
async function signHmac(issuer: TestIssuer, secret: string | Uint8Array, header: object = {}): Promise<string> {
  const { header: goodHeader, payload } = decodeToken(await issuer.sign({ sub: 'admin' }))
  const signingInput = `${encode({ ...goodHeader, alg: 'HS256', ...header })}.${encode(payload)}`
  return `${signingInput}.${createHmac('sha256', secret).update(signingInput).digest('base64url')}`
}

describe('keys and algorithms', () => {
  it('CVE-2015-9235, CVE-2026-48526: the public key as an HMAC secret, as PEM, DER and JWK', async () => {
    const issuer = await createTestIssuer({ algorithm: 'RS256' })
    const [jwk] = issuer.jwks.keys
    const key = createPublicKey({ format: 'jwk', key: jwk as never })
    const secrets = [
      key.export({ format: 'pem', type: 'spki' }),
      key.export({ format: 'pem', type: 'pkcs1' }),
      key.export({ format: 'der', type: 'spki' }),
      JSON.stringify(jwk),
      Buffer.from(String(jwk?.n), 'base64url'),
    ]
    for (const secret of secrets) await expect(validatorOf(issuer).validate(await signHmac(issuer, secret))).rejects.toThrow(refusal('alg'))
  })

  it('CVE-2023-48223, CVE-2026-34950, GHSA-ww5h-9m49-7xx4, GHSA-g3jj-5cmm-3hxx: the key’s text with whitespace, BOM, comment, NUL, or as JWK JSON', async () => {
    const issuer = await createTestIssuer({ algorithm: 'RS256' })
    const [jwk] = issuer.jwks.keys
    const pem = String(createPublicKey({ format: 'jwk', key: jwk as never }).export({ format: 'pem', type: 'spki' }))
    for (const text of [
      ` ${pem}`,
      `\n${pem}`,
      `\uFEFF${pem}`,
      `# key\n${pem}`,
      `\u0000${pem}`,
      `${pem}\n\n`,
      pem.trim(),
      ` ${JSON.stringify(jwk)}`,
    ]) {
      await expect(validatorOf(issuer).validate(await signHmac(issuer, text))).rejects.toThrow(refusal('alg'))
      expect(() => validatorOf(issuer, { jwks: text as never })).toThrow(wrong('jwks'))
    }
  })

  it.each(['', null, Buffer.alloc(0), 0, false])('CVE-2022-23540: the falsy key %j is refused by the constructor', async (jwks) => {
    const issuer = await createTestIssuer()
    expect(() => validatorOf(issuer, { jwks: jwks as never })).toThrow(wrong('jwks'))
    expect(() => validatorOf(issuer, { jwks: { keys: jwks } as never })).toThrow(wrong('jwks'))
  })

  it('CVE-2022-23540: without algorithms none is not one of them', async () => {
    const issuer = await createTestIssuer()
    const token = `${encode({ alg: 'none' })}.${(await issuer.sign()).split('.')[1] ?? ''}.`
    for (const algorithms of [undefined, ['ES256']])
      await expect(validatorOf(issuer, { algorithms }).validate(token)).rejects.toThrow(refusal('alg'))
  })

  it('CVE-2022-23541: a resolver that answers a key of another kind changes nothing', async () => {
    const [rsa, ec] = [await createTestIssuer({ algorithm: 'RS256' }), await createTestIssuer()]
    const jwks = { getSigningKey: async () => ({ jwk: ec.jwks.keys[0] as JWK, kid: undefined, alg: undefined }) }
    await expect(validatorOf(rsa, { jwks }).validate(await rsa.sign())).rejects.toThrow(refusal('alg'))
    const symmetric = { getSigningKey: async () => ({ jwk: { kty: 'oct', k: 'AAAA' }, kid: undefined, alg: undefined }) }
    await expect(validatorOf(rsa, { jwks: symmetric }).validate(await signHmac(rsa, '\0\0\0'))).rejects.toThrow(refusal('alg'))
    await expect(validatorOf(rsa, { jwks: symmetric }).validate(await rsa.sign())).rejects.toThrow(refusal('alg'))
  })

  it('CVE-2022-23539: a DSA key does not serve RS256', async () => {
    const issuer = await createTestIssuer({ algorithm: 'RS256' })
    await expect(
      validatorOf(issuer).validate(await issuer.sign(), { jwk: { kty: 'DSA', p: 'AA', q: 'AA', g: 'AA', y: 'AA' } }),
    ).rejects.toThrow(refusal('alg'))
  })

  it('CVE-2020-15084: algorithms left out mean the asymmetric ones, an empty list is refused', async () => {
    const issuer = await createTestIssuer()
    await expect(validatorOf(issuer).validate(await signHmac(issuer, ''))).rejects.toThrow(refusal('alg'))
    expect(() => validatorOf(issuer, { algorithms: [] })).toThrow(wrong('algorithms'))
  })

  it('CVE-2025-65945: an HMAC secret named by header or payload is not looked up', async () => {
    const issuer = await createTestIssuer()
    for (const header of [{ kid: 'secret' }, { jwk: { kty: 'oct', k: 'c2VjcmV0' } }, { secret: 'secret' }]) {
      await expect(validatorOf(issuer).validate(await signHmac(issuer, 'secret', header))).rejects.toThrow(refusal('alg'))
    }
  })

  it('CVE-2026-44351, GHSA-8wpc-h4q6-8fxv, GHSA-gmvf-9v4p-v8jc, CVE-2026-45363: an empty, absent or short key verifies nothing', async () => {
    const issuer = await createTestIssuer()
    const [good] = issuer.jwks.keys
    for (const jwk of [
      {},
      { kty: '' },
      { kty: 'oct', k: '' },
      { kty: 'oct', k: 'AA' },
      { kty: 'EC', crv: 'P-256', x: '', y: '' },
      { ...good, x: undefined },
    ] as JWK[]) {
      for (const token of [await issuer.sign(), await signHmac(issuer, '')]) {
        await expect(validatorOf(issuer).validate(token, { jwk })).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1002' }))
      }
    }
  })

  it('CVE-2026-22817, CVE-2026-22818: a JWK without alg does not take it from the token', async () => {
    const issuer = await createTestIssuer({ algorithm: 'RS256' })
    const [published] = issuer.jwks.keys
    const keys = [Object.fromEntries(Object.entries(published ?? {}).filter(([name]) => name !== 'alg')) as unknown as JWK]
    const validator = validatorOf(issuer, { jwks: { keys } })
    await validator.validate(await issuer.sign())
    await expect(validator.validate(await signHmac(issuer, String(published?.n)))).rejects.toThrow(refusal('alg'))
  })

  it('CVE-2025-59936: a key is not cached by its kid alone: two issuers, two validators, one kid', async () => {
    const [a, b] = [await createTestIssuer({ issuer: 'https://a.test' }), await createTestIssuer({ issuer: 'https://b.test' })]
    const [ofA, ofB] = [validatorOf(a), validatorOf(b)]
    await ofA.validate(await a.sign())
    await ofB.validate(await b.sign())
    await expect(ofB.validate(await a.sign({ iss: b.issuer }))).rejects.toThrow(refusal('signature'))
    await expect(ofA.validate(await b.sign({ iss: a.issuer }))).rejects.toThrow(refusal('signature'))
  })

  it('CVE-2018-0114: a key that the token embeds is not trusted, and nothing that it points to is fetched', async () => {
    const [issuer, stranger] = [await createTestIssuer(), await createTestIssuer()]
    const asked: string[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      asked.push(String(input instanceof Request ? input.url : input))
      return issuer.fetch(input, init)
    }
    const validator = validatorOf(issuer, { jwks: undefined, fetch })
    for (const header of [
      { jwk: stranger.jwks.keys[0] },
      { jku: 'https://attacker.test/jwks' },
      { x5u: 'https://attacker.test/c' },
      { x5c: ['AAAA'] },
    ]) {
      await expect(validator.validate(await stranger.sign({}, header))).rejects.toThrow(refusal('signature'))
    }
    expect(asked.filter((url) => !url.startsWith('https://issuer.test/'))).toEqual([])
  })

  it('CVE-2017-16007: a point that is not on the curve is no key, in a signature or in an encryption', async () => {
    const issuer = await createTestIssuer()
    const jwk = { ...(issuer.jwks.keys[0] as JWK), y: issuer.jwks.keys[0]?.x ?? '' }
    await expect(validatorOf(issuer).validate(await issuer.sign(), { jwk })).rejects.toThrow(refusal('kid'))
    const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
    const validator = validatorOf(issuer, { decryption: { key: privateKey, keyManagementAlgorithms: ['ECDH-ES'] } })
    const token = await new CompactEncrypt(Buffer.from('x'))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JWT' })
      .encrypt(publicKey)
    const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { epk: JWK }
    const epk = { ...header.epk, y: header.epk.x }
    await expect(validator.validate(token.replace(/^[^.]*/, encode({ ...header, epk })))).rejects.toThrow(refusal('encryption'))
  })

  it('CVE-2021-30246: an RSA signature whose PKCS #1 padding is not exact is refused', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const issuer = await createTestIssuer({ algorithm: 'RS256' })
    const jwk = publicKey.export({ format: 'jwk' }) as JWK
    const { payload } = decodeToken(await issuer.sign())
    const signingInput = `${encode({ alg: 'RS256' })}.${encode(payload)}`
    const digest = createHash('sha256').update(signingInput).digest()
    const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest])
    const withoutNull = Buffer.concat([Buffer.from('302f300b06096086480165030402010420', 'hex'), digest])
    const validate = (encoded: Buffer): Promise<unknown> =>
      validatorOf(issuer).validate(`${signingInput}.${signRaw(privateKey, encoded)}`, { jwk })
    const padded = (tail: Buffer, filler = 0xff, type = 1): Buffer =>
      Buffer.concat([Buffer.from([0, type]), Buffer.alloc(256 - 3 - tail.length, filler), Buffer.from([0]), tail])
    expect(await validate(padded(info))).toMatchObject({ sub: 'test-user' })
    const garbage = Buffer.alloc(100, 7)
    const short = Buffer.concat([
      Buffer.from([0, 1]),
      Buffer.alloc(8, 0xff),
      Buffer.from([0]),
      info,
      Buffer.alloc(256 - 11 - info.length, 7),
    ])
    for (const encoded of [
      padded(withoutNull),
      padded(info, 0xfe),
      padded(info, 0xff, 2),
      padded(Buffer.concat([info, garbage])),
      short,
      padded(digest),
    ]) {
      await expect(validate(encoded)).rejects.toThrow(refusal('signature'))
    }
  })
})

function signRaw(key: KeyObject, encoded: Buffer): string {
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded).toString('base64url')
}

describe('form', () => {
  it('CVE-2022-25898: base64url that is not canonical is refused in every part', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer)
    const parts = (await issuer.sign()).split('.')
    for (const [index, part] of parts.entries()) {
      for (const spelling of [
        `${part}=`,
        `${part} `,
        ` ${part}`,
        `${part}\n`,
        `${part}!`,
        `${part}\u0000`,
        `${part.slice(0, 4)}\n${part.slice(4)}`,
        `${part}%3D`,
      ]) {
        await expect(validator.validate(parts.with(index, spelling).join('.'))).rejects.toThrow(refusal('format'))
      }
    }
  })

  it('GHSA-jc38-x7x8-2xc8: the JSON serialisations are refused, also as objects', async () => {
    const issuer = await createTestIssuer()
    const [header, payload, signature] = (await issuer.sign()).split('.')
    const flattened = { payload, protected: header, signature, header: { alg: 'none' } }
    for (const token of [flattened, { payload, signatures: [flattened] }]) {
      await expect(validatorOf(issuer).validate(token as never)).rejects.toThrow(refusal('format'))
      await expect(validatorOf(issuer).validate(JSON.stringify(token))).rejects.toThrow(refusal('format'))
    }
  })

  it('CVE-2026-35042: a crit that is not understood is refused, whatever it lists', async () => {
    const issuer = await createTestIssuer()
    for (const crit of [['x'], ['exp'], ['b64'], [], ['x', 'x'], [1], 'x', null, {}]) {
      await expect(validatorOf(issuer).validate(await issuer.sign({}, { crit, x: 1 }))).rejects.toThrow(refusal('crit'))
    }
  })

  it('an array payload does not skip the claim checks', async () => {
    const issuer = await createTestIssuer()
    const stray = [{ iss: issuer.issuer, aud: 'api' }]
    const token = `${(await issuer.sign()).split('.')[0] ?? ''}.${encode(stray)}.AAAA`
    await expect(validatorOf(issuer).validate(token)).rejects.toThrow(refusal('format'))
  })

  it('CVE-2019-13483, CVE-2017-7474: no byte of a token may change, and garbage is none', async () => {
    const issuer = await createTestIssuer({ algorithm: 'EdDSA' })
    const validator = validatorOf(issuer, { verifiedTokenCache: false })
    const token = await issuer.sign()
    for (let index = 0; index < token.length; index++) {
      const changed = `${token.slice(0, index)}${token[index] === 'Q' ? 'R' : 'Q'}${token.slice(index + 1)}`
      expect(() => validator.validateSync(changed)).toThrow(
        expect.objectContaining({
          httpStatus: expect.any(Number) as number,
          name: expect.stringMatching(/^(TokenInvalid|KeysUnavailable)Error$/) as string,
        }),
      )
    }
    for (const garbage of [
      'null',
      'undefined',
      '[object Object]',
      '...',
      'a.b.c',
      '{}.{}.{}',
      'e30.e30.e30',
      'e30.e30.',
      '\u0000.\u0000.\u0000',
      '💥.💥.💥',
    ]) {
      await expect(validator.validate(garbage)).rejects.toThrow(expect.objectContaining({ code: 'AUTH_1002' }))
    }
  })
})

describe('claims', () => {
  it('CVE-2025-62610: the audience is always checked unless null is written out', async () => {
    const issuer = await createTestIssuer()
    expect(() => validatorOf(issuer, { audience: undefined as never })).toThrow(wrong('audience'))
    await expect(validatorOf(issuer).validate(await issuer.sign({ aud: 'other' }))).rejects.toThrow(refusal('aud'))
    await validatorOf(issuer, { audience: null }).validate(await issuer.sign({ aud: 'other' }))
  })

  it.each(['1', '', null, true, [], {}])('CVE-2026-44459: exp %j is no NumericDate', async (exp) => {
    const issuer = await createTestIssuer()
    await expect(validatorOf(issuer).validate(await issuer.sign({ exp }))).rejects.toThrow(refusal('exp'))
  })

  it('CVE-2026-35040, CVE-2026-35041: claims are compared with strings alone, and the second time as the first', async () => {
    const issuer = await createTestIssuer()
    for (const audience of [/api/g, [/api/g], { test: () => true }, () => true]) {
      expect(() => validatorOf(issuer, { audience: audience as never })).toThrow(wrong('audience'))
    }
    expect(() => validatorOf(issuer, { issuer: /issuer/ as never })).toThrow(wrong('issuer'))
    const validator = validatorOf(issuer, { verifiedTokenCache: false })
    const [good, bad] = [await issuer.sign(), await issuer.sign({ aud: 'other' })]
    for (let round = 0; round < 4; round++) {
      expect(validator.validateSync(good)).toMatchObject({ aud: 'api' })
      expect(() => validator.validateSync(bad)).toThrow(refusal('aud'))
    }
  })

  it.each([[['https://issuer.test']], [['https://issuer.test', 'https://attacker.test']], [{ toString: 'https://issuer.test' }]])(
    'CVE-2025-30144: the issuer %j is not the string that it must be',
    async (iss) => {
      const issuer = await createTestIssuer()
      await expect(validatorOf(issuer).validate(await issuer.sign({ iss }))).rejects.toThrow(refusal('iss'))
    },
  )

  it.each([
    'https://issuer',
    'https://issuer.tes',
    'https://issuer.test.attacker',
    'https://issuer.test/',
    'HTTPS://issuer.test',
    'x https://issuer.test',
    '',
  ])('CVE-2024-53861, CVE-2016-7191: the issuer %j is not the one that is expected', async (iss) => {
    const issuer = await createTestIssuer()
    await expect(validatorOf(issuer).validate(await issuer.sign({ iss }))).rejects.toThrow(refusal('iss'))
  })

  it('an infinite tolerance is refused', async () => {
    const issuer = await createTestIssuer()
    for (const clockToleranceSeconds of [Number.POSITIVE_INFINITY, 1e9, Number.NaN, '10' as never]) {
      expect(() => validatorOf(issuer, { clockToleranceSeconds })).toThrow(wrong('clockToleranceSeconds'))
    }
  })
})

describe('encryption', () => {
  it('CVE-2024-28176, CVE-2022-36083, CVE-2025-63811, CVE-2023-50967: compression and key stretching are refused before work', async () => {
    const issuer = await createTestIssuer()
    const key = (): never => {
      throw new Error('work was done')
    }
    const validator = validatorOf(issuer, { decryption: { key, keyManagementAlgorithms: ['RSA-OAEP-256'] } })
    const bombs = [
      { alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT', zip: 'DEF' },
      { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', cty: 'JWT', p2c: 4_000_000_000, p2s: 'AAAA' },
    ]
    for (const header of bombs)
      await expect(validator.validate(`${encode(header)}.AAAA.AAAA.AAAA.AAAA`)).rejects.toThrow(refusal('encryption'))
  })

  it('CVE-2026-29000: a JWE around an unsigned JWT is refused', async () => {
    const issuer = await createTestIssuer()
    const { publicKey, privateKey } = await generateKeyPair('RSA-OAEP-256')
    const validator = validatorOf(issuer, { decryption: { key: privateKey, keyManagementAlgorithms: ['RSA-OAEP-256'] } })
    const { payload } = decodeToken(await issuer.sign())
    const encrypt = (text: string): Promise<string> =>
      new CompactEncrypt(Buffer.from(text)).setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' }).encrypt(publicKey)
    await expect(validator.validate(await encrypt(`${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(payload)}.`))).rejects.toThrow(
      refusal('alg'),
    )
    await expect(validator.validate(await encrypt(JSON.stringify(payload)))).rejects.toThrow(refusal('format'))
  })
})

describe('caches', () => {
  it('CVE-2026-35039: the verified-token cache tells tokens apart by all of their text', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer)
    const tokens = await Promise.all(Array.from({ length: 50 }, async (_, index) => issuer.sign({ sub: `user-${index}` })))
    for (let round = 0; round < 2; round++) {
      for (const [index, token] of tokens.entries()) expect(await validator.validate(token)).toMatchObject({ sub: `user-${index}` })
    }
    const [first = '', second = ''] = tokens
    const mixed = [...first.split('.').slice(0, 2), second.split('.')[2]].join('.')
    await expect(validator.validate(mixed)).rejects.toThrow(refusal('signature'))
  })

  it('CVE-2026-48524: a refetch that fails keeps the keys', async () => {
    const issuer = await createTestIssuer()
    let isDown = false
    const fetch: typeof globalThis.fetch = async (input, init) =>
      isDown ? new Response('down', { status: 400 }) : issuer.fetch(input, init)
    const validator = validatorOf(issuer, { jwks: undefined, fetch })
    await validator.validate(await issuer.sign())
    isDown = true
    issuer.advance(31)
    await expect(validator.validate(await issuer.sign({}, { kid: 'unknown' }))).rejects.toMatchObject({ code: 'SRV_5004', httpStatus: 503 })
    expect(await validator.validate(await issuer.sign())).toMatchObject({ sub: 'test-user' })
  })

  it('GHSA-675f-rq2r-jw82: a refetch that succeeds replaces the whole set, and what a removed key signed is refused', async () => {
    const issuer = await createTestIssuer()
    const validator = validatorOf(issuer, { jwks: undefined, fetch: issuer.fetch })
    const old = await issuer.sign()
    await validator.validate(old)
    await issuer.rotateKeys()
    issuer.advance(31)
    await validator.validate(await issuer.sign())
    await expect(validator.validate(old)).rejects.toThrow(refusal('kid'))
  })
})
