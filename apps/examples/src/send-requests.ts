import { deepEqual } from 'node:assert/strict'
import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import type { Issuer } from 'issuer'

/** A request to a guarded API, and the answer that must come: its status, and its code or some of its body. */
export interface Call {
  readonly method?: string
  readonly authorization?: string
  readonly proof?: string
  readonly status: number
  readonly body?: Readonly<Record<string, unknown>>
}

/** Sends the request and holds the answer against what must come. */
export async function send(url: string, { method = 'GET', authorization, proof, status, body = {} }: Call): Promise<void> {
  const headers = { ...(authorization !== undefined && { authorization }), ...(proof !== undefined && { dpop: proof }) }
  const answer = await fetch(url, { method, headers })
  const text = await answer.text()
  const told = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}
  const seen = Object.fromEntries(Object.keys(body).map((name) => [name, told[name]]))
  deepEqual({ status: answer.status, ...seen }, { status, ...body }, `${method} ${url} answered ${answer.status} ${text}`)
}

/** Calls a guarded API as its users may, and as they may not; `POST /orders` needs `orders:write`. */
export async function sendAll(origin: string, issuer: Issuer): Promise<void> {
  const bearer = async (scope: string): Promise<string> => `Bearer ${await issuer.signAccessToken({ sub: 'ada', scope })}`
  await send(`${origin}/me`, { status: 401, body: { code: 'AUTH_1005' } })
  await send(`${origin}/me`, { authorization: await bearer('orders:read'), status: 200, body: { subject: 'ada' } })
  await send(`${origin}/orders`, { method: 'POST', authorization: await bearer('orders:read'), status: 403, body: { code: 'AUTH_1006' } })
  await send(`${origin}/orders`, { method: 'POST', authorization: await bearer('orders:write'), status: 201, body: { ordered: true } })

  const keyPair = await DPoPKeyPair.generate({ algorithm: 'ES256' })
  const accessToken = await issuer.signAccessToken({ sub: 'ada', cnf: { jkt: keyPair.thumbprint } })
  const proof = await keyPair.createProof({ method: 'GET', url: `${origin}/me`, accessToken })
  await send(`${origin}/me`, { authorization: `DPoP ${accessToken}`, proof, status: 200, body: { subject: 'ada' } })
  await send(`${origin}/me`, { authorization: `DPoP ${accessToken}`, proof, status: 401, body: { code: 'DPOP_6004' } })
  await send(`${origin}/me`, { authorization: `Bearer ${accessToken}`, status: 401, body: { code: 'AUTH_1002' } })
}
