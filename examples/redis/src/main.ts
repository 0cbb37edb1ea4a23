import { RedisSessionStore } from '@auth/client/session/redis'
import { createExpressAuth } from '@auth/express'
import { createExpressLogin } from '@auth/express/login'
import { RedisReplayStore } from '@auth/pkce-dpop/dpop/redis'
import express from 'express'
import { createClient } from 'redis'

const {
  ISSUER = 'http://127.0.0.1:4400',
  CLIENT_ID = 'demo-web',
  CLIENT_SECRET = 'demo-web-secret-that-everybody-knows',
  SESSION_SECRET = 'only for trying out: make it with `openssl rand -base64 32`',
  REDIS = 'redis://127.0.0.1:6379',
  PORT = '3000',
  PUBLIC_URL = `http://127.0.0.1:${PORT}`, // the address of all servers together
} = process.env

const redis = createClient({ url: REDIS })
redis.on('error', (error: Error) => console.error(error.message))
await redis.connect()

// Whoever has signed in at one server is signed in at all of them, and is signed out at all of them.
const { routes, requireLogin } = createExpressLogin({
  baseUrl: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  publicUrl: PUBLIC_URL,
  secret: SESSION_SECRET, // the same for all servers
  sessionStore: new RedisSessionStore(redis),
  scopes: ['openid', 'profile'],
  allowInsecureLoopback: true, // the demo issuer speaks plain http on this machine; leave this out with a real one
})

// A proof that one server has taken is refused by all of them. When Redis is down, the answer is 503.
const { requireAuth } = createExpressAuth({
  issuer: ISSUER,
  audience: 'https://api.example.com',
  publicUrl: PUBLIC_URL,
  dpop: { replayStore: new RedisReplayStore(redis) },
  allowInsecureLoopback: true,
})

const app = express()
app.use(routes())
app.get('/', requireLogin(), (request, response) => void response.json({ hello: request.authSession?.user['name'] }))
app.get('/api/me', requireAuth(), (request, response) => void response.json({ subject: request.auth?.claims.sub }))
app.listen(Number(PORT), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${PORT}`))
