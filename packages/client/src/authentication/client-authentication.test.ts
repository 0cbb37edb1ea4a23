import { InvalidConfigError } from '@auth/core-errors'
import { decodeProtectedHeader, exportJWK, generateKeyPair, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { privateKeyJwt } from './client-assertion.ts'
import { none } from './client-authentication.ts'
import { clientSecretBasic, clientSecretPost } from './client-secret.ts'

const context = { clientId: 'web', clientSecret: 'secret', issuer: 'https://as.example', now: () => 1_700_000_000_000 }

describe('client authentication', () => {
  it('basic: id and secret are form-urlencoded before they are joined (RFC 6749 appendix B)', async () => {
    const { headers } = await clientSecretBasic().authenticate({ ...context, clientId: 'a:b c', clientSecret: 'p+q/ü%' })
    expect(atob(headers!['authorization']!.replace('Basic ', ''))).toBe('a%3Ab+c:p%2Bq%2F%C3%BC%25')
  })

  it('post: id and secret are parameters', async () => {
    expect(await clientSecretPost().authenticate(context)).toEqual({ parameters: { client_id: 'web', client_secret: 'secret' } })
  })

  it('none: a public client only names itself', async () => {
    expect(await none().authenticate(context)).toEqual({ parameters: { client_id: 'web' } })
  })

  it('private_key_jwt: each assertion is made out to the issuer, short-lived, and has a jti of its own', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = { ...(await exportJWK(privateKey)), kid: 'k1', alg: 'ES256' }
    const jtis = new Set<unknown>()
    for (const authentication of [privateKeyJwt(jwk), privateKeyJwt(privateKey, { algorithm: 'ES256', kid: 'k1' })]) {
      for (let attempt = 0; attempt < 2; attempt++) {
        const { parameters } = await authentication.authenticate(context)
        expect(parameters).toMatchObject({
          client_id: 'web',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        })
        const assertion = parameters!['client_assertion']!
        const { payload } = await jwtVerify(assertion, publicKey, { currentDate: new Date(context.now()) })
        expect(payload).toMatchObject({ iss: 'web', sub: 'web', aud: 'https://as.example', iat: 1_700_000_000, exp: 1_700_000_060 })
        expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'ES256', kid: 'k1' })
        jtis.add(payload.jti)
      }
    }
    expect(jtis.size).toBe(4)
  })

  it.each([
    ['no algorithm', { kty: 'EC', crv: 'P-256' }, {}],
    ['an HMAC algorithm', { kty: 'oct', k: 'AA' }, { algorithm: 'HS256' }],
    ['none', { kty: 'EC' }, { algorithm: 'none' }],
    ['no key', undefined, { algorithm: 'ES256' }],
    ['a PEM text', '-----BEGIN', { algorithm: 'ES256' }],
  ])('private_key_jwt refuses %s', (_, key, options) => {
    expect(() => privateKeyJwt(key as never, options)).toThrow(InvalidConfigError)
  })
})
