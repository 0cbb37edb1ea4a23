import type { BrowserClient } from '@auth/client/browser'

export interface Order {
  readonly id: number
  readonly item: string
  readonly quantity: number
}

/** A refusal of the API, in words for a person. */
export class Refusal extends Error {}

const refusals: Readonly<Record<number, string>> = {
  403: 'You may look at orders, but not place any.',
  400: 'That order is not complete.',
}

/** Calls the shop's API for the person who is signed in. */
export async function callShop(client: BrowserClient, url: string, body?: object): Promise<unknown> {
  const json = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await client.fetch(url, json)
  if (!response.ok) throw new Refusal(refusals[response.status] ?? `The shop answered ${response.status}.`)
  return response.json()
}
