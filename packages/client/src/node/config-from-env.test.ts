import process from 'node:process'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { parseConfig } from '../config/parse-config.ts'
import { configFromEnv } from './config-from-env.ts'

afterEach(() => void vi.unstubAllEnvs())

const env = { AUTH_PLATFORM_BASE_URL: 'https://as.example', AUTH_PLATFORM_CLIENT_ID: 'orders' }
const refusal = (option: string): unknown => expect.objectContaining({ code: 'VAL_2002', details: { option } })

describe('configFromEnv', () => {
  it('reads every variable, each as its option is', () => {
    const all = {
      ...env,
      AUTH_PLATFORM_ISSUER: 'https://as.example/tenant',
      AUTH_PLATFORM_CLIENT_SECRET: ' from the store ',
      AUTH_PLATFORM_AUDIENCE: 'https://api.example',
      AUTH_PLATFORM_SCOPES: 'openid profile,orders:read',
      AUTH_PLATFORM_REDIRECT_URI: 'https://app.example/callback',
      AUTH_PLATFORM_API_ORIGINS: 'https://api.example',
      AUTH_PLATFORM_DPOP: 'true',
      AUTH_PLATFORM_TIMEOUT_SECONDS: '2.5',
      AUTH_PLATFORM_MAX_RETRIES: '0',
      AUTH_PLATFORM_RETRY_DELAY_SECONDS: '0.2',
      AUTH_PLATFORM_ALLOW_INSECURE_LOOPBACK: 'false',
      AUTH_PLATFORM_PROFILE: 'fapi2',
      SOMETHING_ELSE: 'x',
    }
    expect(configFromEnv({ env: all })).toEqual({
      baseUrl: 'https://as.example',
      issuer: 'https://as.example/tenant',
      clientId: 'orders',
      clientSecret: 'from the store',
      audience: 'https://api.example',
      scopes: ['openid', 'profile', 'orders:read'],
      redirectUri: 'https://app.example/callback',
      apiOrigins: ['https://api.example'],
      dpop: { enabled: true },
      timeoutSeconds: 2.5,
      maxRetries: 0,
      retryDelaySeconds: 0.2,
      allowInsecureLoopback: false,
      profile: 'fapi2',
    })
  })

  it('leaves out what is not there, so that every default holds', () => {
    const config = configFromEnv({ env })
    expect(config).toEqual({ baseUrl: 'https://as.example', clientId: 'orders' })
    expect(parseConfig(config).clientAuthentication.method).toBe('none')
  })

  it('reads the environment of the process, and names of one’s own', () => {
    vi.stubEnv('SHOP_BASE_URL', 'https://shop-as.example')
    vi.stubEnv('SHOP_CLIENT_ID', 'shop')
    expect(configFromEnv({ prefix: 'SHOP_' })).toEqual({ baseUrl: 'https://shop-as.example', clientId: 'shop' })
    expect(process.env['SHOP_CLIENT_ID']).toBe('shop')
  })

  it.each(['BASE_URL', 'CLIENT_ID'])('asks for %s', (name) => {
    expect(() => configFromEnv({ env: { ...env, [`AUTH_PLATFORM_${name}`]: undefined } })).toThrow(refusal(`AUTH_PLATFORM_${name}`))
  })

  it.each(['CLIENT_SECRET', 'AUDIENCE', 'SCOPES', 'TIMEOUT_SECONDS', 'DPOP'])('refuses %s that is there and empty', (name) => {
    expect(() => configFromEnv({ env: { ...env, [`AUTH_PLATFORM_${name}`]: ' ' } })).toThrow(refusal(`AUTH_PLATFORM_${name}`))
  })

  it.each([
    ['TIMEOUT_SECONDS', 'soon'],
    ['MAX_RETRIES', 'few'],
    ['RETRY_DELAY_SECONDS', '1e3'],
    ['DPOP', 'yes'],
    ['ALLOW_INSECURE_LOOPBACK', 'TRUE'],
  ])('refuses %s that says %s, and says nothing of it', (name, text) => {
    const read = (): unknown => configFromEnv({ env: { ...env, [`AUTH_PLATFORM_${name}`]: text } })
    expect(read).toThrow(refusal(`AUTH_PLATFORM_${name}`))
    expect(read).not.toThrow(text)
  })

  it.each([
    [null, 'options'],
    [{ prefix: '' }, 'prefix'],
  ])('refuses options %j', (options, option) => {
    expect(() => configFromEnv(options as never)).toThrow(refusal(option))
  })
})
