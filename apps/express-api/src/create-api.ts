import { createExpressAuth, type ExpressAuthOptions } from '@auth/express'
import cors, { type CorsOptions } from 'cors'
import express, { type Express, type RequestHandler } from 'express'
import { Orders } from './orders.ts'

/** How the API is to be. */
export type APIOptions = ExpressAuthOptions & {
  /** The pages of other origins that may call it from a browser. @default none */
  readonly webOrigin?: CorsOptions['origin']
}

/** What a page of another origin sends, and what it must be able to read to answer a demand for a nonce or another sign-in. */
const corsHeaders: CorsOptions = {
  allowedHeaders: ['authorization', 'content-type', 'dpop'],
  exposedHeaders: ['dpop-nonce', 'www-authenticate'],
  maxAge: 600,
}

/** A small shop's API: open routes, routes for every customer, and routes that need scopes, a role or a fresh sign-in. */
export function createApi({ webOrigin, ...options }: APIOptions): Express {
  const auth = createExpressAuth(options)
  const orders = new Orders()
  const api = express()
  api.disable('x-powered-by')
  // Preflights carry no token: they are answered before anything is guarded.
  if (webOrigin !== undefined) api.use(cors({ ...corsHeaders, origin: webOrigin }))
  api.use(express.json({ limit: '10kb' }))

  api.get('/health', (_request, response) => void response.json({ status: 'ok' }))
  if (options.publicUrl !== undefined) api.get('/.well-known/oauth-protected-resource', auth.protectedResourceMetadata())

  api.get('/', auth.optionalAuth(), (request, response) => void response.json({ hello: request.auth?.claims.sub ?? 'stranger' }))

  api.get('/me', auth.requireAuth(), (request, response) => {
    const { claims, scheme, scopes, issuer } = request.auth!
    response.json({ subject: claims.sub, client: claims.client_id, scheme, scopes, issuer })
  })

  api.get('/orders', auth.requireScopes('orders:read'), (request, response) => {
    response.json({ orders: orders.list(request.auth!.claims.sub ?? '') })
  })

  api.post('/orders', auth.requireScopes('orders:write'), (request, response) => {
    const order = orders.add(request.auth!.claims.sub ?? '', request.body)
    if (order) response.status(201).json(order)
    else response.status(400).json({ error: 'invalid_request', error_description: 'an order is {"item": text, "quantity": 1 to 100}' })
  })

  // Money goes out: the second factor, lately, and a token that the provider still calls good where it can be asked.
  const refundGuard = auth.requireAuth({
    scopes: ['orders:write'],
    acr: 'urn:demo:two-factor',
    maxAgeSeconds: 300,
    introspect: options.introspection !== undefined,
  })
  api.post('/refunds', refundGuard, (_request, response) => void response.status(201).json({ refunded: true }))

  api.use('/staff', createStaffRoutes(auth, orders))
  api.use(auth.errorHandler())
  return api
}

/** A router below a path of its own: one guard for all of it, and more for some of its routes. */
function createStaffRoutes({ requireAuth, claimEquals, claimCheck }: ReturnType<typeof createExpressAuth>, orders: Orders): RequestHandler {
  const isStaffOf = claimEquals('shop', 'main-street')
  const isOnDuty = claimCheck(({ shift }) => shift === 'day' || shift === 'night')
  return express
    .Router()
    .use(requireAuth({ roles: ['staff'] }))
    .get('/orders/count', (_request, response) => void response.json({ orders: orders.count }))
    .get('/till', isStaffOf, isOnDuty, (_request, response) => void response.json({ till: 'open' }))
}
