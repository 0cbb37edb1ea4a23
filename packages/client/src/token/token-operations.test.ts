import { InvalidConfigError } from '@auth/core-errors'
import { describe, expect, it } from 'vitest'
import { TokenOperations } from './token-operations.ts'

const config = {
  baseUrl: 'https://as.example',
  clientId: 'web',
  clientSecret: 'secret',
  scopes: ['a', 'b'],
  audience: 'https://api.example',
}

describe('TokenOperations', () => {
  it('a client-credentials request has the configured scopes and resource', () => {
    expect(Object.fromEntries(new TokenOperations(config).buildClientCredentialsRequest())).toEqual({
      grant_type: 'client_credentials',
      scope: 'a b',
      resource: 'https://api.example',
    })
  })

  it('what a call names goes before the configuration; an audience that is no URI is not sent', () => {
    const body = new TokenOperations(config).buildClientCredentialsRequest({ scopes: ['c'], audience: 'api' })
    expect(Object.fromEntries(body)).toEqual({ grant_type: 'client_credentials', scope: 'c' })
    const urn = new TokenOperations({ ...config, audience: 'urn:api' }).buildClientCredentialsRequest()
    expect(urn.get('resource')).toBe('urn:api')
  })

  it('no scopes at all are no parameter', () => {
    expect(new TokenOperations({ ...config, scopes: undefined }).buildClientCredentialsRequest().has('scope')).toBe(false)
  })

  it('the headers say what is sent and what is wanted, and no secret', () => {
    expect(new TokenOperations(config).buildTokenRequestHeaders()).toEqual({
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    })
  })

  it.each([
    [null, 'parameters'],
    [{ scopes: 'a' }, 'scopes'],
    [{ scopes: [1] }, 'scopes'],
    [{ audience: '' }, 'audience'],
  ])('refuses %j and names it', (parameters, option) => {
    expect(() => new TokenOperations(config).buildClientCredentialsRequest(parameters as never)).toThrow(InvalidConfigError)
    expect(() => new TokenOperations(config).buildClientCredentialsRequest(parameters as never)).toThrow(
      expect.objectContaining({ details: { option } }),
    )
  })
})
