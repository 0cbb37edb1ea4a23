import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Issuer, startIssuer } from '../index.ts'
import { Browser } from '../../test/browser.ts'
import { post } from '../../test/request-token.ts'

let issuer: Issuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())

async function ask(form: Record<string, string> = {}) {
  const request = await post(
    issuer,
    '/backchannel',
    { scope: 'openid orders:read orders:write', login_hint: 'linus', binding_message: 'K7-42', ...form },
    issuer.clients.callCenter,
  )
  const id = String(request['auth_req_id'])
  const poll = () => post(issuer, '/token', { grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: id }, issuer.clients.callCenter)
  return { request, id, poll }
}

it('waits for the person and gives tokens once the person approves', async () => {
  const { id, poll } = await ask()
  expect(await poll()).toMatchObject({ status: 400, error: 'authorization_pending' })
  expect(issuer.phone.pending()).toEqual([{ id, user: issuer.users[1], clientName: 'Example call centre', bindingMessage: 'K7-42' }])
  await issuer.phone.answer(id, 'approve')
  const tokens = await poll()
  expect(tokens).toMatchObject({ status: 200, id_token: expect.any(String), refresh_token: expect.any(String) })
  expect(decodeJwt(tokens.access_token)).toMatchObject({
    sub: 'user-linus',
    scope: 'orders:read',
    acr: 'urn:demo:password',
    auth_time: expect.any(Number),
  })
  expect(issuer.phone.pending()).toEqual([])
})

it('tells the client when the person says no', async () => {
  const { id, poll } = await ask()
  await issuer.phone.answer(id, 'deny')
  expect(await poll()).toMatchObject({ status: 400, error: 'access_denied' })
})

it('outlives a rotation of the keys', async () => {
  const { id, poll } = await ask()
  await issuer.rotateKeys()
  await issuer.phone.answer(id, 'approve')
  expect(await poll()).toMatchObject({ status: 200 })
})

it('refuses a hint that means nobody', async () => {
  expect((await ask({ login_hint: 'nobody' })).request).toMatchObject({ status: 400, error: 'unknown_user_id' })
})

it('answers nothing that does not wait', async () => {
  await expect(issuer.phone.answer('unknown', 'approve')).rejects.toThrow('no request for consent waits')
})

it('can be answered on a page', async () => {
  const { poll } = await ask({ login_hint: 'ada@example.com' })
  const browser = new Browser(issuer)
  const page = await browser.open(`${issuer.issuer}/phone`)
  expect(page.html).toContain('K7-42')
  expect((await browser.submit(page, { answer: 'approve' })).html).toContain('Nothing waits for an answer.')
  expect(await poll()).toMatchObject({ status: 200 })
})
