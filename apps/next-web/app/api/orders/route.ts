import { protect } from '../../../auth'
import { callShop } from '../../../src/shop'

/** What the shop answered, without its headers. */
const pass = async (response: Response): Promise<Response> => Response.json(await response.json(), { status: response.status })

export const GET = protect(async () => pass(await callShop('/orders')), { scopes: ['orders:read'] })

export const POST = protect(
  async (request) =>
    pass(await callShop('/orders', { method: 'POST', headers: { 'content-type': 'application/json' }, body: await request.text() })),
  { scopes: ['orders:write'] },
)
