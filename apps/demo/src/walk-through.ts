import type { JsonWebKey } from 'node:crypto'
import { AuthPlatformClient } from '@auth/client'
import { CircuitOpenError, isAuthPlatformError } from '@auth/core-errors'
import { TokenValidator } from '@auth/tokens'
import { callApi } from './api-calls.ts'
import type { DemoWorld } from './demo-world.ts'
import { signWithPublicKey, tamper, unsign } from './forge-tokens.ts'
import { expectThat, type Walk } from './walk.ts'
import { bindTokens } from './walk-dpop.ts'
import { stepUp } from './walk-step-up.ts'

const recoveryTimeoutSeconds = 1

/** The main job and the bad day, step by step, against a real provider and a real API. */
export async function walkThrough(walk: Walk, world: DemoWorld): Promise<void> {
  const { issuer, audience } = world
  const { clientId, clientSecret } = issuer.clients.service
  await using client = new AuthPlatformClient({
    baseUrl: issuer.issuer,
    clientId,
    clientSecret,
    audience,
    scopes: ['orders:read'],
    maxRetries: 1,
    retryDelaySeconds: 0.05,
    circuitBreaker: { recoveryTimeoutSeconds },
    allowInsecureLoopback: true,
  })
  const token = await getToken(walk, world, client)
  await refuseBadTokens(walk, world, token)
  await bindTokens(walk, world)
  await stepUp(walk, world)
  await rotateKeys(walk, world, token)
  await survive(walk, world, client, token)
}

async function getToken(walk: Walk, { issuer, apiUrl }: DemoWorld, client: AuthPlatformClient): Promise<string> {
  walk.chapter('Get a token, call the API')
  await walk.step('the provider publishes its metadata', async () => {
    const response = await fetch(`${issuer.issuer}/.well-known/openid-configuration`)
    const metadata = (await response.json()) as Record<string, unknown>
    expectThat(metadata['issuer'] === issuer.issuer, `issuer ${issuer.issuer}`, metadata['issuer'])
    return `issuer ${issuer.issuer}`
  })
  let token = ''
  await walk.step('client.getAccessToken() gets a token by client credentials', async () => {
    token = await client.getAccessToken()
    const claims = await client.validateToken(token)
    return `at+jwt for ${String(claims.aud)}, good for ${(claims.exp ?? 0) - (claims.iat ?? 0)} s`
  })
  await walk.step('a second getAccessToken() makes no request', async () => {
    const before = issuer.requestCount('token')
    expectThat((await client.getAccessToken()) === token, 'the same token', 'another one')
    expectThat(issuer.requestCount('token') === before, 'no request', issuer.requestCount('token') - before)
    return 'the same token, from memory'
  })
  await walk.step('GET /me with the token', async () => {
    const { body } = await callApi(`${apiUrl}/me`, { token, expect: 200 })
    return `200 ${JSON.stringify(body)}`
  })
  await walk.step('GET /orders needs orders:read, which the token has', async () => {
    const { body } = await callApi(`${apiUrl}/orders`, { token, expect: 200 })
    return `200 ${JSON.stringify(body)}`
  })
  return token
}

async function refuseBadTokens(walk: Walk, { issuer, stranger, apiUrl }: DemoWorld, token: string): Promise<void> {
  walk.chapter('Bad tokens are refused, each with its reason')
  await walk.step('no token', async () => {
    const { headers } = await callApi(`${apiUrl}/me`, { expect: 401, code: 'AUTH_1005' })
    const challenge = headers.get('www-authenticate') ?? ''
    expectThat(challenge.startsWith('Bearer') && !challenge.includes('error='), 'a challenge without an error code', challenge)
    return `401 AUTH_1005, a challenge for ${challenge.match(/\b(Bearer|DPoP)\b/g)?.join(' and ')} without an error`
  })
  const anHourAgo = Math.floor(Date.now() / 1000) - 3600
  const jwks = (await (await fetch(`${issuer.issuer}/jwks`)).json()) as { keys: JsonWebKey[] }
  const publicKey = jwks.keys.find((key) => key.kty === 'RSA')!
  const bad: readonly (readonly [name: string, code: string, reason: RegExp, token: string])[] = [
    ['an expired token', 'AUTH_1001', /expired/, await issuer.signAccessToken({ iat: anHourAgo - 600, exp: anHourAgo })],
    ['a tampered token', 'AUTH_1002', /signature/, tamper(token)],
    ['a token for another API', 'AUTH_1002', /audience|aud/, await issuer.signAccessToken({ aud: 'https://other.example.com' })],
    ['a token of another issuer', 'AUTH_1002', /issuer|iss/, await stranger.signAccessToken()],
    ['alg: none', 'AUTH_1002', /alg/, unsign(token)],
    ['HS256 signed with the public key', 'AUTH_1002', /alg/, signWithPublicKey(token, publicKey)],
  ]
  for (const [name, code, reason, badToken] of bad) {
    await walk.step(name, async () => {
      const { body } = await callApi(`${apiUrl}/me`, { token: badToken, expect: 401, code })
      const why = String(body['error_description'])
      expectThat(reason.test(why), `a reason like ${String(reason)}`, why)
      return `401 ${code} ${why}`
    })
  }
  await walk.step('POST /orders needs orders:write, which the token lacks', async () => {
    const response = await fetch(`${apiUrl}/orders`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
    const body = (await response.json()) as Record<string, unknown>
    expectThat(response.status === 403 && body['code'] === 'AUTH_1006', '403 AUTH_1006', { status: response.status, body })
    return `403 AUTH_1006 ${String(body['error_description'])}`
  })
}

async function rotateKeys(walk: Walk, { issuer, apiUrl }: DemoWorld, oldToken: string): Promise<void> {
  walk.chapter('The provider rotates its keys')
  await walk.step('tokens of the old key and of the new one are accepted, none is refused', async () => {
    const fetchesBefore = issuer.requestCount('jwks')
    await issuer.rotateKeys()
    const newTokens = await Promise.all(Array.from({ length: 50 }, () => issuer.signAccessToken()))
    for (const token of [oldToken, ...newTokens]) await callApi(`${apiUrl}/me`, { token, expect: 200 })
    return `51 calls, 51 × 200, keys fetched ${issuer.requestCount('jwks') - fetchesBefore} time`
  })
}

async function survive(walk: Walk, world: DemoWorld, client: AuthPlatformClient, token: string): Promise<void> {
  const { issuer, apiUrl, audience } = world
  const validator = new TokenValidator({ issuer: issuer.issuer, audience, allowInsecureLoopback: true })
  walk.chapter('The provider goes down')
  await issuer.fail('error')
  await walk.step('the API still accepts valid tokens', async () => {
    await callApi(`${apiUrl}/me`, { token, expect: 200 })
    return '200, with the keys that it has'
  })
  await walk.step('an API that never saw the keys says 503, not 401', async () => {
    const coldUrl = await world.startColdApi()
    const { headers } = await callApi(`${coldUrl}/me`, { token, expect: 503, code: 'SRV_5002' })
    const seconds = Number(headers.get('retry-after'))
    expectThat(seconds >= 1, 'Retry-After in seconds', headers.get('retry-after'))
    return `503 SRV_5002, Retry-After ${seconds} s`
  })
  await walk.step('a cold validator throws a typed error', async () => {
    const error: unknown = await validator.validate(token).catch((thrown: unknown) => thrown)
    expectThat(isAuthPlatformError(error) && error.httpStatus === 503, 'an error of 503', error)
    return `${error.name} ${error.code}: ${error.message}`
  })
  await walk.step('repeated failures open the circuit: the client stops asking', async () => {
    const error = await failUntilOpen(client)
    const before = issuer.requestCount('token')
    await client.clientCredentials().catch(() => undefined)
    expectThat(issuer.requestCount('token') === before, 'no request', issuer.requestCount('token') - before)
    return `${error.code}, try again in ${(error.retryAfterSeconds ?? 0).toFixed(1)} s`
  })
  walk.chapter('The provider comes back')
  await issuer.fail('none')
  await walk.step('after a moment one probe closes the circuit, and tokens flow', async () => {
    await new Promise((resolve) => setTimeout(resolve, recoveryTimeoutSeconds * 1000 + 100))
    const { accessToken } = await client.clientCredentials()
    await callApi(`${apiUrl}/me`, { token: accessToken, expect: 200 })
    return 'a new token, 200'
  })
  await walk.step('the validator that was cold accepts the token', async () => {
    const claims = await validator.validate(token)
    return `sub ${String(claims.sub)}`
  })
}

async function failUntilOpen(client: AuthPlatformClient): Promise<CircuitOpenError> {
  for (let call = 0; call < 10; call++) {
    const error: unknown = await client.clientCredentials().catch((thrown: unknown) => thrown)
    if (error instanceof CircuitOpenError) return error
    expectThat(isAuthPlatformError(error) && error.retryable, 'an outage', error)
  }
  return expectThat(false, 'an open circuit after 10 calls', 'a closed one') as never
}
