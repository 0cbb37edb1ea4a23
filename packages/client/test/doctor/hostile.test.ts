import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { serve } from './serve.ts'
import { examine, run } from './run.ts'

const loopback = ['--allow-insecure-loopback', '--timeout', '2']
const json = (value: unknown, headers: Record<string, string> = {}): RequestListener => {
  return (_, response) => void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
}

/** A key and a self-signed certificate of 127.0.0.1: `expired` in February 2024, `self-signed` good for a hundred years. */
function readCertificate(name: string): { readonly key: string; readonly cert: string } {
  const pem = readFileSync(new URL(`./fixtures/${name}.pem`, import.meta.url), 'utf8')
  return { key: pem, cert: pem }
}

describe('a hostile server', () => {
  it('with another issuer gets no secret', async () => {
    await using server = await serve((request, response) =>
      json({ issuer: 'https://evil.example', token_endpoint: 'https://evil.example/token' })(request, response),
    )
    const words = [server.origin, ...loopback, '--client-id', 'c', '--client-secret-env', 'S']
    const { code, problems, report } = await examine(words, { environment: { S: 'a secret of ours' } })
    expect([code, problems]).toEqual([1, ['discovery.issuer_mismatch']])
    expect(report.checks.at(-1)?.findings[0]?.message).toMatch(/sent nowhere/)
    expect(server.requests.every((request) => request.startsWith('GET /.well-known/'))).toBe(true)
  })

  it('that redirects is not followed', async () => {
    await using other = await serve(json({}))
    await using server = await serve((_, response) => void response.writeHead(302, { location: `${other.origin}/elsewhere` }).end())
    const { problems, report } = await examine([server.origin, ...loopback])
    expect(problems).toEqual(['discovery.redirect'])
    expect(JSON.stringify(report)).toContain(`${other.origin}/elsewhere`)
    expect(other.requests).toEqual([])
  })

  it('that sends without end is left', async () => {
    const flood: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const chunk = Buffer.alloc(65_536, ' ')
      const send = (): void => void (response.destroyed || (response.write(chunk) ? setImmediate(send) : response.once('drain', send)))
      send()
    }
    await using server = await serve(flood)
    expect((await examine([server.origin, ...loopback])).problems).toEqual(['discovery.too_large'])
  })

  it('whose clock is wrong is told, with the seconds', async () => {
    await using server = await serve((request, response) =>
      json({ issuer: server.origin, jwks_uri: `${server.origin}/k`, keys: [] }, { date: new Date(Date.now() - 300_000).toUTCString() })(
        request,
        response,
      ),
    )
    const { problems, report } = await examine([server.origin, ...loopback])
    expect(problems).toContain('clock.skew')
    expect(report.checks.find(({ check }) => check === 'clock')?.findings[0]?.message).toMatch(/(299|300) s behind ours/)
  })

  it('cannot write to the terminal', async () => {
    await using server = await serve(json({ issuer: '\u001b[2J\u001b]0;owned\u0007\u202ehttps://x.example\r\nNo problem found.' }))
    const { output } = await run(['doctor', server.origin, ...loopback])
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|^No problem found\./m)
  })

  it.each([
    ['nested', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['with a prototype', '{"issuer":{"texts":["x"],"values":[]},"__proto__":{"x":1},"jwks_uri":7}'],
    ['with nothing', 'null'],
  ])('whose document is %s is told, and breaks nothing', async (_, body) => {
    await using server = await serve((_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(body))
    const { code, problems } = await examine([server.origin, ...loopback])
    expect(code).toBe(1)
    expect(problems.length).toBeGreaterThan(0)
  })
})

describe('a provider with ways of its own', () => {
  it('that wants the secret in the body gets it there, and nowhere else', async () => {
    const bodies: string[] = []
    await using server = await serve((request, response) => {
      if (request.method !== 'POST')
        return json({
          issuer: server.origin,
          token_endpoint: `${server.origin}/token`,
          jwks_uri: `${server.origin}/keys`,
          token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
        })(request, response)
      request.setEncoding('utf8').on('data', (chunk: string) => bodies.push(`${request.headers.authorization} ${chunk}`))
      request.on('end', () => json({ access_token: 'opaque-access-token', token_type: 'Bearer', expires_in: 60 })(request, response))
    })
    const words = [server.origin, ...loopback, '--client-id', 'shop', '--client-secret-env', 'S']
    const { report } = await examine(words, { environment: { S: 'my secret' } })
    expect(bodies).toEqual([expect.stringMatching(/^undefined .*client_secret=my\+secret/)])
    expect(report.snippets.client).toContain('clientAuthentication: clientSecretPost()')
    expect(report.snippets.client).toContain("import { AuthPlatformClient, clientSecretPost } from '@auth/client'")
  })
})

describe('TLS', () => {
  it('an expired certificate is told with its day, though nothing can be fetched', async () => {
    await using server = await serve(json({}), readCertificate('expired'))
    const { code, problems, report } = await examine([server.origin, '--timeout', '5'])
    expect([code, problems]).toEqual([1, ['discovery.certificate', 'tls.expired']])
    expect(JSON.stringify(report)).toContain('expired on 2024-02-01')
    expect(server.requests).toEqual([])
  })

  it('a self-signed one is told, with what to do', async () => {
    await using server = await serve(json({}), readCertificate('self-signed'))
    const { problems, report } = await examine([server.origin, '--timeout', '5'])
    expect(problems).toEqual(['discovery.certificate', 'tls.untrusted'])
    expect(JSON.stringify(report)).toContain('NODE_EXTRA_CA_CERTS')
  })

  it('a server that never says anything is left at the deadline', async () => {
    const server = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const { problems } = await examine([`https://127.0.0.1:${port}`, '--timeout', '0.5'])
    expect(problems).toEqual(['discovery.timeout', 'tls.unreachable'])
    server.close()
  })
})
