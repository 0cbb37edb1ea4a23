import { describe, expect, it } from 'vitest'
import { parseValidatorSettings } from './parse-validator-settings.ts'

const options = { issuer: 'https://issuer.test', audience: 'api' }

describe('parseValidatorSettings', () => {
  it('has defaults that protect', () => {
    expect(parseValidatorSettings(options)).toMatchObject({
      clock: { clockToleranceSeconds: 10 },
      maxTokenBytes: 16_384,
      claimsSchema: undefined,
      revoked: undefined,
      decryption: undefined,
      cache: expect.anything() as unknown,
    })
  })

  it('takes members that are undefined as left out', () => {
    const absent = {
      clockToleranceSeconds: undefined,
      maxTokenBytes: undefined,
      claimsSchema: undefined,
      verifiedTokenCache: undefined,
      revoked: undefined,
      now: undefined,
    }
    expect(parseValidatorSettings({ ...options, ...absent }).maxTokenBytes).toBe(16_384)
  })

  it('has no cache when it is switched off', () => {
    expect(parseValidatorSettings({ ...options, verifiedTokenCache: false }).cache).toBeUndefined()
  })

  it.each([
    [{ clockToleranceSeconds: 61 }, 'clockToleranceSeconds'],
    [{ clockToleranceSeconds: Number.POSITIVE_INFINITY }, 'clockToleranceSeconds'],
    [{ maxTokenBytes: 0 }, 'maxTokenBytes'],
    [{ maxTokenBytes: Number.NaN }, 'maxTokenBytes'],
    [{ claimsSchema: {} }, 'claimsSchema'],
    [{ claimsSchema: null }, 'claimsSchema'],
    [{ revoked: true }, 'revoked'],
    [{ decryption: {} }, 'decryption.key'],
    [{ verifiedTokenCache: { maxEntries: -1 } }, 'verifiedTokenCache.maxEntries'],
    [{ verifiedTokenCache: true }, 'verifiedTokenCache'],
    [{ now: 0 }, 'now'],
    [{ monotonicNow: 0 }, 'monotonicNow'],
    [{ allowInsecureLoopback: 'yes' }, 'allowInsecureLoopback'],
  ])('refuses %j, naming the option', (wrong, option) => {
    expect(() => parseValidatorSettings({ ...options, ...wrong } as never)).toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option } }),
    )
  })

  it.each([undefined, null, 'https://issuer.test', []])('refuses %j as options', (value) => {
    expect(() => parseValidatorSettings(value as never)).toThrow(
      expect.objectContaining({ code: 'VAL_2002', details: { option: 'options' } }),
    )
  })
})
