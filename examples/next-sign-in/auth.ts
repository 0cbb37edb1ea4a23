import { createNextAuth } from '@auth/next'

// A function: `next build` loads this module too, and has no secrets.
export const { auth, protect, handlers, proxy, signOut } = createNextAuth(() => {
  const {
    ISSUER = 'http://127.0.0.1:4400',
    CLIENT_ID = 'demo-web',
    CLIENT_SECRET = 'demo-web-secret-that-everybody-knows',
    SESSION_SECRET = 'only for trying out: make it with `openssl rand -base64 32`',
    PORT = '3000',
  } = process.env
  return {
    baseUrl: ISSUER,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    publicUrl: `http://127.0.0.1:${PORT}`, // the provider must know publicUrl + /auth/callback and /auth/signed-out
    secret: SESSION_SECRET, // seals the session in the browser's cookie
    scopes: ['openid', 'profile', 'roles'],
    allowInsecureLoopback: true, // the demo issuer speaks plain http on this machine; leave this out with a real one
  }
})
