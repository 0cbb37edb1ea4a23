import { createExpressAuth } from '@auth/express'
import express from 'express'
import { tenants } from './tenants.ts'

const { PORT = '3000' } = process.env

// Each issuer has its own audience, rules and keys: the key of one never verifies a token that names another.
const { requireAuth } = createExpressAuth({
  issuers: tenants.map(({ issuer, audience }) => ({ issuer, audience })),
  allowInsecureLoopback: true, // the demo issuers speak plain http on this machine; leave this out with real ones
})

const api = express()
api.get('/:tenant/orders', requireAuth({ scopes: ['orders:read'] }), (request, response) => {
  // Whose token it is says which tenant's data may be seen; the path only says which are wanted.
  const tenant = tenants.find(({ issuer }) => issuer === request.auth?.issuer)
  if (tenant?.name === request.params.tenant) response.json({ tenant: tenant.name, subject: request.auth?.claims.sub, orders: [] })
  else response.status(404).json({ error: 'not_found' })
})
api.listen(Number(PORT), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${PORT}`))
