import { ResourceServer } from '@auth/tokens/resource-server'
import { TokenValidator } from '@auth/tokens'
import { type Issuer, startIssuer } from 'issuer'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AuthPlatformClient } from '../../src/index.ts'
import { examine, run } from './run.ts'

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())
afterEach(async () => {
  await issuer.fail('none')
  issuer.setDPoPNonce('optional')
})

const loopback = '--allow-insecure-loopback'
const audience = (): string => issuer.resources[0].audience
const byService = (): [string[], object] => [
  ['--client-id', issuer.clients.service.clientId, '--client-secret-env', 'SECRET', '--audience', audience()],
  { environment: { SECRET: issuer.clients.service.clientSecret } },
]

describe('a good provider', () => {
  it('has no problem, by itself', async () => {
    const { code, report, problems } = await examine([issuer.issuer, loopback])
    expect([code, problems, report.status, report.version]).toEqual([0, [], 'good', 1])
    expect(report.checks.map(({ check }) => check)).toEqual([
      'discovery',
      'tls',
      'clock',
      'keys',
      'dpop',
      'par',
      'response_issuer',
      'token',
      'client',
    ])
  })

  it('gives the client a token, which is judged, and proves DPoP with a nonce', async () => {
    issuer.setDPoPNonce('required')
    const [words, process] = byService()
    const { code, report } = await examine([issuer.issuer, loopback, ...words], process)
    const messages = report.checks.flatMap(({ findings }) => findings.map(({ id, message }) => `${id}: ${message}`))
    expect(code).toBe(0)
    expect(messages).toContainEqual(
      expect.stringMatching(/^client\.granted: by client_secret_basic the client got a token: Bearer, for \d+ s/),
    )
    expect(messages).toContainEqual(expect.stringMatching(/^dpop\.granted: .*after a nonce was asked for and answered \(2 requests\)/))
    expect(messages).toContain(`token.good: the client's own token is good for ${audience()}`)
  })

  it('finds the way in which a client authenticates, when the first one is refused', async () => {
    const { clientId, clientSecret } = issuer.clients.serviceSecretJwt
    const words = ['--client-id', clientId, '--client-secret-stdin', '--audience', audience()]
    const { code, report } = await examine([issuer.issuer, loopback, ...words], { readInput: async () => `${clientSecret}\n` })
    const findings = report.checks.find(({ check }) => check === 'client')?.findings
    expect(findings?.at(-1)).toMatchObject({ id: 'client.granted', message: expect.stringContaining('by client_secret_jwt') })
    expect(report.snippets.client).toContain('clientAuthentication: clientSecretJwt()')
    expect(code).toBe(0)
  })

  it('suggests what the constructors take and what then works', async () => {
    const [words, process] = byService()
    const { report } = await examine([issuer.issuer, loopback, ...words], process)
    const { configuration, snippets } = report
    await using client = new AuthPlatformClient({ ...configuration.client, clientSecret: issuer.clients.service.clientSecret } as never)
    const { accessToken } = await client.clientCredentials()
    const validator = new TokenValidator(configuration.validator as never)
    expect(await validator.validate(accessToken)).toMatchObject({ aud: audience() })
    expect(new ResourceServer(configuration.express as never)).toBeDefined()
    expect(snippets.validator).toContain(`issuer: '${issuer.issuer}',\n  audience: '${audience()}',`)
    expect(snippets.client).toContain('clientSecret: process.env.SECRET!')
  })
})

describe('a token', () => {
  const judge = async (token: string, ...words: string[]) =>
    (await examine([issuer.issuer, loopback, '--token-env', 'T', ...words], { environment: { T: token } })).report.checks
      .find(({ check }) => check === 'token')
      ?.findings.at(-1)

  it('is good for its audience, and only for that', async () => {
    const token = await issuer.signAccessToken()
    expect(await judge(token, '--audience', audience())).toMatchObject({ id: 'token.good' })
    expect(await judge(token, '--audience', 'https://other.example')).toMatchObject({ id: 'token.aud', status: 'problem' })
    expect(await judge(token)).toMatchObject({ id: 'token.audience_unchecked', remedy: expect.stringContaining(`audience: ${audience()}`) })
  })

  it.each([
    ['token.expired', {}, { exp: 1_000_000 }],
    ['token.iss', {}, { iss: 'https://other.example' }],
    ['token.typ', { typ: 'secevent+jwt' }, {}],
    ['token.kid', { kid: 'unknown' }, {}],
    ['token.kind', { typ: 'JWT' }, { nonce: 'n' }],
  ])('of which one thing is wrong is told that: %s', async (id, header, claims) => {
    expect(await judge(await issuer.signAccessToken(claims, header), '--audience', audience())).toMatchObject({ id, status: 'problem' })
  })

  it('that was cut off, or is opaque, is told as such', async () => {
    const token = await issuer.signAccessToken()
    expect(await judge(token.slice(0, -10))).toMatchObject({ status: 'problem' })
    expect(await judge('an-opaque-token')).toMatchObject({ id: 'token.opaque', status: 'note' })
  })
})

describe('a provider that fails', () => {
  it.each([
    ['error', 'discovery', ['discovery.status']],
    ['not_found', 'discovery', ['discovery.not_found', 'discovery.none']],
    ['garbage', 'discovery', ['discovery.not_json', 'discovery.issuer_mismatch']],
    ['unavailable', 'jwks', ['keys.status']],
    ['garbage', 'jwks', ['keys.not_json']],
    ['withdrawn', 'jwks', ['keys.none']],
    ['hang', 'jwks', ['keys.timeout']],
    ['drip', 'jwks', ['keys.timeout']],
    ['drip', 'discovery', ['discovery.timeout']],
    ['down', 'all', ['discovery.unreachable']],
    ['error', 'token', ['client.refused']],
    ['hang', 'token', ['client.refused']],
  ] as const)('%s at %s is told', async (mode, endpoint, expected) => {
    await issuer.fail(mode, { endpoint })
    const [words, process] = byService()
    const { code, problems } = await examine([issuer.issuer, loopback, '--timeout', '0.7', ...words], process)
    expect(problems.filter((id) => id !== 'discovery.issuer_mismatch')).toEqual(expected.filter((id) => id !== 'discovery.issuer_mismatch'))
    expect(code).toBe(1)
  })

  it('refuses a client, which is told what to look at', async () => {
    const { clientId } = issuer.clients.service
    const words = [issuer.issuer, loopback, '--client-id', clientId, '--client-secret-env', 'SECRET']
    const { code, problems } = await examine(words, { environment: { SECRET: 'not the secret' } })
    expect([code, problems]).toEqual([1, ['client.refused']])
  })
})

describe('what is told on the way', () => {
  it('is each step, apart from the report', async () => {
    const [words, process] = byService()
    const { progress, output } = await run(['doctor', issuer.issuer, loopback, ...words], process)
    expect(progress).toEqual(['discovery', 'certificates', 'keys', 'client', 'client, with DPoP', 'token'])
    expect(output).toMatch(/^The provider http.*No problem found\.$/s)
    expect(output).toContain("import { createExpressAuth } from '@auth/express'")
  })
})
