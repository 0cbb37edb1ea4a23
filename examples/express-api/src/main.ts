import { createExpressAuth } from '@auth/express'
import cors from 'cors'
import express from 'express'

const { ISSUER = 'http://127.0.0.1:4400', PORT = '3000', WEB = 'http://127.0.0.1:5173' } = process.env
const origin = `http://127.0.0.1:${PORT}`

const { requireAuth, optionalAuth, protectedResourceMetadata } = createExpressAuth({
  issuer: ISSUER,
  audience: 'https://api.example.com',
  publicUrl: origin, // what clients call: DPoP proofs are compared with it, and with it DPoP is offered
  allowInsecureLoopback: true, // the demo issuer speaks plain http on this machine; leave this out with a real one
})

const api = express()
api.use(cors({ origin: WEB, exposedHeaders: ['WWW-Authenticate', 'DPoP-Nonce'] })) // before the guards, which guard preflights, too
api.get('/', optionalAuth(), (request, response) => void response.json({ hello: request.auth?.claims.sub ?? 'stranger' }))
api.get('/me', requireAuth(), (request, response) => {
  response.json({ subject: request.auth?.claims.sub, scheme: request.auth?.scheme })
})
api.get('/orders', requireAuth({ scopes: ['orders:read'] }), (_request, response) => void response.json({ orders: [] }))
api.post('/orders', requireAuth({ scopes: ['orders:write'] }), (_request, response) => void response.status(201).json({ ordered: true }))
api.get('/.well-known/oauth-protected-resource', protectedResourceMetadata())

api.listen(Number(PORT), '127.0.0.1', () => console.log(`listening on ${origin}`))
