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

  it('an authorization code goes with the redirect URI and the verifier of its request', () => {
    const body = new TokenOperations({ ...config, redirectUri: 'https://app.example/cb' }).buildAuthorizationCodeRequest({
      code: 'c',
      codeVerifier: 'v',
      resource: 'https://api.example',
    })
    expect(Object.fromEntries(body)).toEqual({
      grant_type: 'authorization_code',
      code: 'c',
      redirect_uri: 'https://app.example/cb',
      code_verifier: 'v',
      resource: 'https://api.example',
    })
  })

  it('a refresh asks for what was granted, or for less', () => {
    const operations = new TokenOperations(config)
    expect(Object.fromEntries(operations.buildRefreshTokenRequest('rt'))).toEqual({ grant_type: 'refresh_token', refresh_token: 'rt' })
    expect(operations.buildRefreshTokenRequest('rt', { scopes: ['a'] }).get('scope')).toBe('a')
  })

  it('a token exchange names its tokens by type, and its audience and resource apart', () => {
    const body = new TokenOperations(config).buildTokenExchangeRequest({
      subjectToken: 's',
      actorToken: 'a',
      audience: 'x',
      resource: 'urn:r',
    })
    expect(Object.fromEntries(body)).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 's',
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      actor_token: 'a',
      actor_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: 'x',
      resource: 'urn:r',
      scope: 'a b',
    })
  })

  it('the other requests', () => {
    const operations = new TokenOperations(config)
    const bodies = {
      jwtBearer: operations.buildJwtBearerRequest({ assertion: 'j', scopes: ['c'], audience: 'x' }),
      device: operations.buildDeviceAuthorizationRequest(),
      deviceToken: operations.buildDeviceTokenRequest('d'),
      backchannel: operations.buildBackchannelAuthenticationRequest({ loginHint: 'ada', acrValues: ['x'], requestedExpirySeconds: 60 }),
      backchannelToken: operations.buildBackchannelTokenRequest('r'),
      reference: operations.buildTokenReferenceRequest('t', 'refresh_token'),
    }
    expect(Object.fromEntries(Object.entries(bodies).map(([name, body]) => [name, body.toString()]))).toEqual({
      jwtBearer: 'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=j&scope=c',
      device: 'client_id=web&scope=a+b&resource=https%3A%2F%2Fapi.example',
      deviceToken: 'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d',
      backchannel: 'scope=openid+a+b&resource=https%3A%2F%2Fapi.example&login_hint=ada&acr_values=x&requested_expiry=60',
      backchannelToken: 'grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba&auth_req_id=r',
      reference: 'token=t&token_type_hint=refresh_token',
    })
  })

  it.each([
    ['buildAuthorizationCodeRequest', [{ code: '' }], 'code'],
    ['buildAuthorizationCodeRequest', [{ code: 'c' }], 'redirectUri'],
    ['buildAuthorizationCodeRequest', [{ code: 'c', redirectUri: 'u', resource: 'x' }], 'resource'],
    ['buildRefreshTokenRequest', [undefined], 'refreshToken'],
    ['buildRefreshTokenRequest', ['rt', { scopes: [] }], 'scopes'],
    ['buildTokenExchangeRequest', [{}], 'subjectToken'],
    ['buildTokenExchangeRequest', [{ subjectToken: 's', actorTokenType: 't' }], 'actorToken'],
    ['buildJwtBearerRequest', [{}], 'assertion'],
    ['buildDeviceTokenRequest', [7], 'deviceCode'],
    ['buildBackchannelAuthenticationRequest', [{ loginHint: 'a', requestedExpirySeconds: 0 }], 'requestedExpirySeconds'],
    ['buildBackchannelTokenRequest', [''], 'authReqId'],
    ['buildTokenReferenceRequest', ['t', 'id_token'], 'tokenTypeHint'],
  ] as const)('%s(%j) is refused, and named', (method, given, option) => {
    const operations = new TokenOperations(config)
    const build = operations[method] as (...parameters: readonly unknown[]) => URLSearchParams
    expect(() => build.apply(operations, [...given])).toThrow(expect.objectContaining({ code: 'VAL_2002', details: { option } }))
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
