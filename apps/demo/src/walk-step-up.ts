import { callApi } from './api-calls.ts'
import type { DemoWorld } from './demo-world.ts'
import { expectThat, type Walk } from './walk.ts'

/** A route that wants a second factor, lately (RFC 9470). The tokens are the provider's, as after such sign-ins. */
export async function stepUp(walk: Walk, { issuer, apiUrl }: DemoWorld): Promise<void> {
  walk.chapter('A route that asks for a stronger sign-in')
  const now = Math.floor(Date.now() / 1000)
  const url = `${apiUrl}/refunds`
  await walk.step('POST /refunds after a sign-in by password', async () => {
    const token = await issuer.signAccessToken({ sub: 'ada', auth_time: now })
    const { headers } = await callApi(url, { method: 'POST', token, expect: 401, code: 'AUTH_1007' })
    const challenge = headers.get('www-authenticate') ?? ''
    expectThat(challenge.includes('acr_values="urn:demo:two-factor"'), 'the way to sign in', challenge)
    return '401 insufficient_user_authentication, acr_values urn:demo:two-factor, max_age 300'
  })
  await walk.step('POST /refunds after a second factor, too long ago', async () => {
    const token = await issuer.signAccessToken({ sub: 'ada', acr: 'urn:demo:two-factor', auth_time: now - 3600 })
    const { body } = await callApi(url, { method: 'POST', token, expect: 401, code: 'AUTH_1007' })
    return `401 AUTH_1007 ${String(body['error_description'])}`
  })
  await walk.step('POST /refunds after a second factor just now', async () => {
    const token = await issuer.signAccessToken({ sub: 'ada', acr: 'urn:demo:two-factor', auth_time: now })
    const { body } = await callApi(url, { method: 'POST', token, expect: 201 })
    return `201 ${JSON.stringify(body)}`
  })
}
