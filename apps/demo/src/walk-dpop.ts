import { DPoPKeyPair } from '@auth/pkce-dpop'
import { callApi } from './api-calls.ts'
import type { DemoWorld } from './demo-world.ts'
import { expectThat, type Walk } from './walk.ts'

/** Tokens that are worth nothing without the key that they are bound to (RFC 9449). */
export async function bindTokens(walk: Walk, { issuer, apiUrl }: DemoWorld): Promise<void> {
  walk.chapter('Tokens that are bound to a key (DPoP)')
  const pair = await DPoPKeyPair.generate()
  const url = `${apiUrl}/me`
  let token = ''
  let nonce = ''
  let proof = ''
  await walk.step('the provider binds the token to the key of the proof', async () => {
    token = await getBoundToken(issuer, pair)
    return `token_type DPoP, key ${pair.thumbprint.slice(0, 8)}…`
  })
  await walk.step('the API demands a proof with its nonce', async () => {
    const first = await pair.createProof({ method: 'GET', url, accessToken: token })
    const { headers } = await callApi(url, { token, proof: first, expect: 401, code: 'DPOP_6003' })
    nonce = headers.get('dpop-nonce') ?? ''
    expectThat(nonce !== '', 'a DPoP-Nonce header', nonce)
    return `401 use_dpop_nonce, DPoP-Nonce ${nonce.slice(0, 8)}…`
  })
  await walk.step('the call with the nonce is accepted', async () => {
    proof = await pair.createProof({ method: 'GET', url, accessToken: token, nonce })
    const { body } = await callApi(url, { token, proof, expect: 200 })
    expectThat(body['scheme'] === 'DPoP', 'scheme DPoP', body)
    return `200 ${JSON.stringify(body)}`
  })
  await walk.step('the same proof again is refused', async () => {
    const { body } = await callApi(url, { token, proof, expect: 401, code: 'DPOP_6004' })
    return `401 DPOP_6004 ${String(body['error_description'])}`
  })
  await walk.step('the stolen token sent as Bearer is refused', async () => {
    const { body, headers } = await callApi(url, { token, expect: 401, code: 'AUTH_1002' })
    const challenge = headers.get('www-authenticate') ?? ''
    expectThat(/^DPoP .*error="invalid_token"/.test(challenge), 'a DPoP challenge', challenge)
    return `401 AUTH_1002 ${String(body['error_description'])}`
  })
  await walk.step('the stolen token with a proof by the thief\u2019s own key is refused', async () => {
    const thief = await DPoPKeyPair.generate()
    const forged = await thief.createProof({ method: 'GET', url, accessToken: token, nonce })
    const { body } = await callApi(url, { token, proof: forged, expect: 401, code: 'DPOP_6002' })
    return `401 DPOP_6002 ${String(body['error_description'])}`
  })
}

async function getBoundToken({ issuer, clients }: DemoWorld['issuer'], pair: DPoPKeyPair): Promise<string> {
  const { clientId, clientSecret } = clients.service
  const url = `${issuer}/token`
  const headers = {
    authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    dpop: await pair.createProof({ method: 'POST', url }),
  }
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'orders:read' })
  const tokens = (await (await fetch(url, { method: 'POST', headers, body })).json()) as { access_token?: string; token_type?: string }
  expectThat(tokens.token_type === 'DPoP' && tokens.access_token !== undefined, 'a token of type DPoP', tokens.token_type)
  return tokens.access_token
}
