import { AuthPlatformClient } from '@auth/client'
import { isAuthPlatformError } from '@auth/core-errors'

const {
  ISSUER = 'http://127.0.0.1:4400',
  CLIENT_ID = 'demo-service',
  CLIENT_SECRET = 'demo-service-secret-that-everybody-knows',
  API = 'http://127.0.0.1:3000',
} = process.env

// One client for the whole program: it keeps its token until a minute before the end, and asks for a new one by itself.
await using client = new AuthPlatformClient({
  baseUrl: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  audience: 'https://api.example.com',
  scopes: ['orders:read'],
  apiOrigins: [API], // tokens go nowhere else
  maxRetries: 3, // a token request that fails on the way is made again, with waits that grow and vary
  retryDelaySeconds: 1,
  timeoutSeconds: 30, // for all of them together
  allowInsecureLoopback: true, // the demo issuer speaks plain http on this machine; leave this out with a real one
})

try {
  const answers = await Promise.all(['/me', '/orders', '/orders'].map((path) => client.fetch(`${API}${path}`)))
  for (const answer of answers) console.log(answer.status, JSON.stringify(await answer.json()))
} catch (error) {
  if (!isAuthPlatformError(error)) throw error
  console.error(`${error.code}: ${error.message}${error.retryable ? ' (worth another try later)' : ''}`)
  process.exitCode = 1
}
