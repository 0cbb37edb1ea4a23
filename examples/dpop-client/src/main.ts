import { AuthPlatformClient } from '@auth/client'
import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'

const {
  ISSUER = 'http://127.0.0.1:4400',
  CLIENT_ID = 'demo-service',
  CLIENT_SECRET = 'demo-service-secret-that-everybody-knows',
  API = 'http://127.0.0.1:3000',
} = process.env

const keyPair = await DPoPKeyPair.generate({ algorithm: 'ES256' }) // the private key cannot leave this process
await using client = new AuthPlatformClient({
  baseUrl: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  audience: 'https://api.example.com',
  scopes: ['orders:read'],
  apiOrigins: [API],
  dpop: { enabled: true, keyPair },
  allowInsecureLoopback: true, // the demo issuer speaks plain http on this machine; leave this out with a real one
})

// `fetch` makes a new proof for each request, and answers a nonce that the issuer or the API asks for.
const mine = await client.fetch(`${API}/me`)
console.log('with proofs:', mine.status, JSON.stringify(await mine.json()))

// Whoever steals the token lacks the key.
const stolen = await client.getAccessToken()
const refused = await fetch(`${API}/me`, { headers: { authorization: `Bearer ${stolen}` } })
console.log('stolen:', refused.status, refused.headers.get('www-authenticate'))
