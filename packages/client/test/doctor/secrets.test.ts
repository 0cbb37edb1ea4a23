import fc from 'fast-check'
import { createTestIssuer } from '@auth/tokens/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { run } from './run.ts'

const origin = 'https://id.example'
const trusted = async () => ({
  host: 'id.example',
  outcome: { kind: 'connected', distrust: undefined, protocol: 'TLSv1.3', validFrom: 0, validTo: 4e12 } as const,
})

let token: string
beforeAll(async () => {
  token = await (await createTestIssuer({ audience: 'api' })).sign({ sub: 'somebody' })
})

/** A provider that knows the secrets and says them wherever something can be said. */
function createEcho(secrets: readonly string[], variant: number): typeof globalThis.fetch {
  const all = secrets.join(' ')
  const inHeader = {
    'content-type': `text/${encodeURIComponent(all)}`,
    'cache-control': encodeURIComponent(all),
    'dpop-nonce': encodeURIComponent(all),
  }
  const echoes = { scope: all, error: all, error_description: all, [all]: all, list: secrets }
  return async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : String(input))
    const isPost = (input instanceof Request ? input.method : init?.method) === 'POST'
    if (variant === 0) return Response.json({ issuer: all, ...echoes }, { headers: inHeader })
    if (variant === 1) return new Response(all, { status: 200, headers: inHeader })
    if (variant === 2) return new Response(null, { status: 302, headers: { location: `https://x.example/?${encodeURIComponent(all)}` } })
    if (variant === 3) throw new TypeError(all, { cause: Object.assign(new Error(all), { code: all }) })
    if (isPost) {
      if (variant === 4) return Response.json({ ...echoes, error: secrets[0] }, { status: 400, headers: inHeader })
      return Response.json({
        access_token: secrets[1],
        token_type: variant === 5 ? 'Bearer' : all,
        expires_in: 60,
        scope: all,
        refresh_token: all,
      })
    }
    if (pathname.endsWith('/keys'))
      return Response.json({ keys: [{ kty: all, kid: all, alg: all, crv: all, use: all }, ...secrets] }, { headers: inHeader })
    return Response.json({
      issuer: origin,
      token_endpoint: `${origin}/token`,
      jwks_uri: `${origin}/keys`,
      dpop_signing_alg_values_supported: variant === 6 ? secrets : ['ES256', all],
      token_endpoint_auth_methods_supported: ['client_secret_post', all],
      code_challenge_methods_supported: secrets,
    })
  }
}

/** Every form in which a secret would be one for whoever reads it. */
function listForms(secret: string): readonly string[] {
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), Buffer.from(`shop:${secret}`).toString('base64')]
}

async function runAll(secret: string, given: string, variant: number): Promise<string> {
  const words = ['doctor', origin, '--client-id', 'shop', '--client-secret-env', 'S', '--token-env', 'T', '--timeout', '5']
  const process = { environment: { S: secret, T: given }, fetch: createEcho([secret, given], variant), inspectCertificate: trusted }
  const outputs = [await run(words, process), await run([...words, '--json'], process)]
  return outputs.flatMap(({ output, progress }) => [output, ...progress]).join('\n')
}

/** What JSON writes with escapes is read as JSON. */
function listTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, member]) => [name, ...listTexts(member)]) : []
}

const secretText = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }).filter((text) => text.trim() === text && text.length >= 8)

describe('the doctor never prints a secret', () => {
  it('property: whatever it is, and wherever a provider repeats it', async () => {
    await fc.assert(
      fc.asyncProperty(secretText, fc.nat(7), fc.boolean(), async (secret, variant, isJwt) => {
        const given = isJwt ? token : `opaque-${secret.length}-${'x'.repeat(20)}`
        const output = await runAll(secret, given, variant)
        const report = output.slice(output.indexOf('\n{\n') + 1, output.lastIndexOf('\n}') + 2)
        const texts = [output, ...listTexts(JSON.parse(report.slice(report.indexOf('{'))))]
        for (const form of [...listForms(secret), ...listForms(given), ...given.split('.').filter((part) => part.length >= 8)])
          for (const text of texts) expect(text.includes(form)).toBe(false)
      }),
      { numRuns: 120 },
    )
  })

  it('and still says what was found', async () => {
    const output = await runAll('a very secret text', token, 0)
    expect(output).toContain('names another issuer: [hidden] [hidden]')
    expect(output).not.toMatch(/eyJ|a very secret/)
  })

  it.each([
    [['--token', 'tok-value-123'], /--token does not exist/],
    [['--client-secret=tok-value-123'], /--client-secret does not exist/],
    [['tok-value-123'], /takes one issuer/],
    [['--token-env', 'tok-value-123'], /name of an environment variable/],
    [['--timeout', 'tok-value-123'], /--timeout/],
    [['--unknown=tok-value-123'], /an option is unknown/],
  ])('a command line with one is refused, and not repeated: %j', async (words, message) => {
    const { code, output } = await run(['doctor', origin, ...words])
    expect([code, output.includes('tok-value-123')]).toEqual([2, false])
    expect(output).toMatch(message)
  })

  it.each(['https://user:tok-value-123@id.example', 'https://id.example?token=tok-value-123', 'tok-value-123'])(
    'an issuer that holds one is refused, and not repeated: %s',
    async (issuer) => {
      const { code, output } = await run(['doctor', issuer])
      expect([code, output.includes('tok-value-123')]).toEqual([2, false])
    },
  )
})
