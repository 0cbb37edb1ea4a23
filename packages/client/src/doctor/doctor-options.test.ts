import { describe, expect, it } from 'vitest'
import { parseDoctorOptions } from './doctor-options.ts'

const issuer = 'https://id.example'
const parse = (words: readonly string[], environment: Record<string, string> = {}, input = '') =>
  parseDoctorOptions(['doctor', ...words], { environment, readInput: async () => input })

describe('parseDoctorOptions', () => {
  it('fills in what is left out', async () => {
    expect(await parse([issuer])).toEqual({
      issuer,
      audience: undefined,
      scopes: [],
      clientId: undefined,
      clientSecret: undefined,
      clientSecretName: 'CLIENT_SECRET',
      token: undefined,
      tryDPoP: false,
      asJson: false,
      timeoutSeconds: 10,
      allowInsecureLoopback: false,
    })
  })

  it('takes secrets from the environment and from standard input, without the line’s end', async () => {
    const words = [issuer, '--client-id', 'shop', '--client-secret-env', 'SHOP_SECRET', '--token-stdin']
    expect(await parse(words, { SHOP_SECRET: 'a secret' }, 'a token\n')).toMatchObject({
      clientSecret: 'a secret',
      clientSecretName: 'SHOP_SECRET',
      token: 'a token',
    })
  })

  it('asks for the usage', async () => {
    expect(await parse(['--help'])).toBeUndefined()
  })

  it.each([
    [[], /takes one issuer/],
    [[issuer, 'https://other.example'], /takes one issuer/],
    [['http://127.0.0.1:3000'], /--allow-insecure-loopback/],
    [['http://id.example', '--allow-insecure-loopback'], /https URL/],
    [[issuer, '--timeout', '0'], /--timeout/],
    [[issuer, '--timeout', '61'], /--timeout/],
    [[issuer, '--audience', ''], /must not be empty/],
    [[issuer, '--client-secret-env', 'S'], /needs --client-id/],
    [[issuer, '--token-env', 'MISSING'], /the token is not there/],
    [[issuer, '--token-stdin'], /the token is not there/],
    [[issuer, '--token-stdin', '--token-env', 'S'], /exclude each other/],
    [[issuer, '--token-stdin', '--client-id', 'c', '--client-secret-stdin'], /only one of token and client secret/],
    [[issuer, '--scope'], /lacks its value/],
  ])('refuses %j', async (words, message) => {
    await expect(parse(words, { S: 'a secret' })).rejects.toThrow(message)
  })

  it('knows no other command', async () => {
    await expect(parseDoctorOptions(['patient', issuer], { environment: {}, readInput: async () => '' })).rejects.toThrow('"doctor"')
  })
})
