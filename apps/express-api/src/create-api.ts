import { createExpressAuth, type ExpressAuthOptions } from '@auth/express'
import express, { type Express } from 'express'
import { Orders } from './orders.ts'

/** A small shop's API: one open route, one for every customer, two that need a scope. */
export function createApi(options: ExpressAuthOptions): Express {
  const { requireAuth, errorHandler } = createExpressAuth(options)
  const orders = new Orders()
  const api = express()
  api.disable('x-powered-by')
  api.use(express.json({ limit: '10kb' }))

  api.get('/health', (_request, response) => {
    response.json({ status: 'ok' })
  })

  api.get('/me', requireAuth(), (request, response) => {
    const { claims, scopes, issuer } = request.auth!
    response.json({ subject: claims.sub, client: claims.client_id, scopes, issuer })
  })

  api.get('/orders', requireAuth({ scopes: ['orders:read'] }), (request, response) => {
    response.json({ orders: orders.list(request.auth!.claims.sub ?? '') })
  })

  api.post('/orders', requireAuth({ scopes: ['orders:write'] }), (request, response) => {
    const order = orders.add(request.auth!.claims.sub ?? '', request.body)
    if (order) response.status(201).json(order)
    else response.status(400).json({ error: 'invalid_request', error_description: 'an order is {"item": text, "quantity": 1 to 100}' })
  })

  api.use(errorHandler())
  return api
}
