import { fetchAsUser } from '../auth'
import { readApiUrl } from './site-config'

export interface Order {
  readonly id: number
  readonly item: string
  readonly quantity: number
}

/** The shop's API, called for whoever is signed in. The token stays on the server, and is good only with its key. */
export function callShop(path: string, init?: RequestInit): Promise<Response> {
  return fetchAsUser(new URL(path, readApiUrl(process.env)), init)
}

/** The orders of whoever is signed in. */
export async function fetchOrders(): Promise<readonly Order[]> {
  const response = await callShop('/orders')
  if (!response.ok) throw new Error(`the shop answered ${response.status}`)
  return ((await response.json()) as { orders: readonly Order[] }).orders
}
