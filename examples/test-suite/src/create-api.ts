import { createExpressAuth, type ExpressAuthOptions } from '@auth/express'
import express, { type Express } from 'express'

/** What is tested: it takes its issuer, network and clock as options. */
export function createApi(options: ExpressAuthOptions): Express {
  const { requireAuth } = createExpressAuth(options)
  const api = express()
  api.get('/orders', requireAuth({ scopes: ['orders:read'] }), (request, response) => {
    response.json({ orders: [], customer: request.auth?.claims.sub })
  })
  return api
}
