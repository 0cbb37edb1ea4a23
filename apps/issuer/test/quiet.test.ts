import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const program = `
  import { startIssuer } from '${new URL('../src/index.ts', import.meta.url).href}'
  import { signIn } from '${new URL('sign-in.ts', import.meta.url).href}'
  import { post, requestToken } from '${new URL('request-token.ts', import.meta.url).href}'
  const issuer = await startIssuer({ onError: (error) => console.error(error) })
  await requestToken(issuer)
  const tokens = await signIn(issuer, issuer.clients.web, issuer.users[0])
  await post(issuer, '/token', { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }, issuer.clients.web)
  await post(issuer, '/device/auth', { scope: 'openid' }, issuer.clients.device)
  await post(issuer, '/backchannel', { scope: 'openid', login_hint: 'ada' }, issuer.clients.callCenter)
  await post(issuer, '/token', { grant_type: 'unknown' }, issuer.clients.web)
  await fetch(issuer.issuer + '/device', { headers: { accept: 'text/html' } })
  await fetch(issuer.issuer + '/nowhere')
  await fetch(issuer.issuer + '/reg', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"redirect_uris":["http://127.0.0.1/"],"application_type":"native"}' })
  await issuer.rotateKeys()
  await issuer.fail('hang', { endpoint: 'jwks' })
  await issuer.fail('drip', { endpoint: 'token' })
  const before = issuer.requestCount()
  for (const path of ['/jwks', '/token']) fetch(issuer.issuer + path, { method: 'POST' }).catch(() => {})
  while (issuer.requestCount() < before + 2) await new Promise(setImmediate)
  await issuer.close()
`

it('prints nothing, and a process ends by itself once the issuer is closed', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { timeout: 10_000 })
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' })
})
