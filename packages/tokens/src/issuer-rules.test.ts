import { JWKSCache } from '@auth/jwks'
import { describe, expect, it } from 'vitest'
import { parseIssuerRules } from './issuer-rules.ts'
import { createTestIssuer } from './testing/index.ts'

const wrong = (option: string): unknown => expect.objectContaining({ code: 'VAL_2002', details: { option } })
const issuer = 'https://issuer.test'

describe('parseIssuerRules of one issuer', () => {
  it('resolves every option once', async () => {
    const { jwks } = await createTestIssuer()
    const [rules, ...more] = [...parseIssuerRules({ issuer, audience: 'api', jwks }).values()]
    expect(more).toEqual([])
    expect(rules).toMatchObject({ issuer, audiences: ['api'], profile: 'jwt', clientId: undefined, requiredClaims: [] })
    expect(parseIssuerRules({ issuer, audience: ['a', 'b'], jwks }).get(issuer)?.audiences).toEqual(['a', 'b'])
  })

  it('makes a key cache by discovery when no keys are given', () => {
    expect(parseIssuerRules({ issuer, audience: 'api' }).get(issuer)?.keys).toBeInstanceOf(JWKSCache)
  })

  it('CVE-2025-62610: an audience must be written out; null alone switches the check off', () => {
    expect(() => parseIssuerRules({ issuer } as never)).toThrow(wrong('audience'))
    expect(() => parseIssuerRules({ issuer, audience: undefined } as never)).toThrow('null to switch this check off')
    for (const audience of ['', [], [''], 1, {}, false])
      expect(() => parseIssuerRules({ issuer, audience } as never)).toThrow(wrong('audience'))
    expect(parseIssuerRules({ issuer, audience: null }).get(issuer)?.audiences).toBeNull()
  })

  it.each([undefined, '', 1, null, 'issuer', 'http://issuer.test', 'http://127.0.0.1', 'https://user@issuer.test', 'ftp://issuer.test'])(
    'refuses the issuer %j, from which no discovery may start',
    (name) => {
      expect(() => parseIssuerRules({ issuer: name, audience: 'api' } as never)).toThrow(wrong('issuer'))
    },
  )

  it('takes any name as issuer when the keys are given, except an insecure URL', async () => {
    const { jwks } = await createTestIssuer()
    expect(parseIssuerRules({ issuer: 'kubernetes/serviceaccount', audience: 'api', jwks }).size).toBe(1)
    expect(() => parseIssuerRules({ issuer: 'HTTP://issuer.test', audience: 'api', jwks })).toThrow(wrong('issuer'))
    expect(() => parseIssuerRules({ issuer: '', audience: 'api', jwks })).toThrow(wrong('issuer'))
    expect(parseIssuerRules({ issuer: 'http://127.0.0.1:3000', audience: 'api', allowInsecureLoopback: true }).size).toBe(1)
  })

  it.each([
    [{ profile: 'strict' }, 'profile'],
    [{ clientId: '' }, 'clientId'],
    [{ requiredClaims: [] }, 'requiredClaims'],
    [{ requiredClaims: 'tenant' }, 'requiredClaims'],
    [{ algorithms: [] }, 'algorithms'],
    [{ jwks: {} }, 'jwks'],
    [{ jwksUri: 5 }, 'jwksUri'],
    [{ fetch: 5 }, 'fetch'],
  ])('refuses %j', (options, option) => {
    expect(() => parseIssuerRules({ issuer, audience: 'api', ...options } as never)).toThrow(wrong(option))
  })
})

describe('parseIssuerRules of an AuthPlatformConfig', () => {
  const config = { baseUrl: 'https://platform.test', clientId: 'me' }

  it('takes the issuer from baseUrl, exactly as written, and the audience from clientId', () => {
    expect(parseIssuerRules(config).get('https://platform.test')).toMatchObject({ audiences: ['me'], clientId: 'me' })
    expect(parseIssuerRules({ ...config, baseUrl: 'https://platform.test/' }).has('https://platform.test/')).toBe(true)
  })

  it('does not let a baseUrl that is undefined stand for an audience', () => {
    expect(() => parseIssuerRules({ issuer, baseUrl: undefined, clientId: 'me' } as never)).toThrow(wrong('audience'))
  })

  it('prefers what is written out', () => {
    const rules = parseIssuerRules({ ...config, issuer, audience: 'api' })
    expect(rules.get(issuer)).toMatchObject({ audiences: ['api'], clientId: 'me' })
    expect(parseIssuerRules({ ...config, audience: null }).get(config.baseUrl)?.audiences).toBeNull()
  })
})

describe('parseIssuerRules of several issuers', () => {
  it('gives each its own audience, keys and rules, and the others where it has none', () => {
    const rules = parseIssuerRules({
      issuers: [
        { issuer: 'https://a.test', audience: 'api-a', algorithms: ['ES256'] },
        { issuer: 'https://b.test', audience: null, profile: 'rfc9068' },
      ],
      algorithms: ['RS256'],
      requiredClaims: ['tenant'],
      clientId: 'me',
    })
    const [a, b] = [rules.get('https://a.test'), rules.get('https://b.test')]
    expect(a).toMatchObject({ audiences: ['api-a'], profile: 'jwt', requiredClaims: ['tenant'] })
    expect(b).toMatchObject({ audiences: null, profile: 'rfc9068', requiredClaims: ['tenant'], clientId: 'me' })
    expect([[...(a?.algorithms ?? [])], [...(b?.algorithms ?? [])]]).toEqual([['ES256'], ['RS256']])
    expect(a?.keys).not.toBe(b?.keys)
  })

  it('takes a member that is undefined as left out: a shared allow-list holds', () => {
    const entry = { issuer: 'https://a.test', audience: 'api', algorithms: undefined, profile: undefined, requiredClaims: undefined }
    const rules = parseIssuerRules({ issuers: [entry], algorithms: ['ES256'], profile: 'rfc9068', requiredClaims: ['tenant'] })
    const [first] = [...rules.values()]
    expect([...(first?.algorithms ?? [])]).toEqual(['ES256'])
    expect(first).toMatchObject({ profile: 'rfc9068', requiredClaims: ['tenant'] })
  })

  it.each([[[]], [{}], ['https://a.test'], [[null]], [['https://a.test']]])('refuses %j', (issuers) => {
    expect(() => parseIssuerRules({ issuers } as never)).toThrow(wrong('issuers'))
  })

  it('refuses one issuer twice', () => {
    const entry = { issuer, audience: 'api' }
    expect(() => parseIssuerRules({ issuers: [entry, entry] })).toThrow(wrong('issuers'))
  })

  it.each(['issuer', 'audience', 'jwks', 'jwksUri'])('refuses %s beside them: one issuer’s keys and audience are not another’s', (name) => {
    expect(() => parseIssuerRules({ issuers: [{ issuer, audience: 'api' }], [name]: 'x' })).toThrow(wrong(name))
  })
})
