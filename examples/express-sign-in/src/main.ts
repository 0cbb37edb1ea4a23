import { createExpressLogin } from '@auth/express/login'
import express from 'express'
import { toPage } from './to-page.ts'

const {
  ISSUER = 'http://127.0.0.1:4400',
  CLIENT_ID = 'demo-web',
  CLIENT_SECRET = 'demo-web-secret-that-everybody-knows',
  SESSION_SECRET = 'only for trying out: make it with `openssl rand -base64 32`',
  PORT = '3000',
} = process.env
const publicUrl = `http://127.0.0.1:${PORT}`

const { routes, requireLogin, optionalLogin } = createExpressLogin({
  baseUrl: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  publicUrl, // the provider must know publicUrl + /auth/callback and /auth/signed-out
  secret: SESSION_SECRET, // seals the session in the browser's cookie
  scopes: ['openid', 'profile', 'roles'],
  allowInsecureLoopback: true, // the demo issuer speaks plain http on this machine; leave this out with a real one
})

const app = express()
app.use(routes()) // /auth/login, /auth/callback, /auth/logout and the others
app.get('/', optionalLogin(), (request, response) => {
  const { authSession } = request
  const links = authSession
    ? '<a href="/profile">Profile</a> <form method="post" action="/auth/logout"><button>Sign out</button></form>'
    : '<a href="/auth/login">Sign in</a>'
  response.send(toPage(`Hello ${authSession?.user.sub ?? 'stranger'}`, links))
})
app.get('/profile', requireLogin(), (request, response) => {
  response.send(toPage(String(request.authSession?.user['name']), '<a href="/">Home</a>'))
})
app.get('/staff', requireLogin({ roles: ['admin'] }), (_request, response) => void response.send(toPage('Staff', '<a href="/">Home</a>')))

app.listen(Number(PORT), '127.0.0.1', () => console.log(`listening on ${publicUrl}`))
