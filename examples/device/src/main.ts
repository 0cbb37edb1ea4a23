import { AuthPlatformClient } from '@auth/client'

const { ISSUER = 'http://127.0.0.1:4400', CLIENT_ID = 'demo-tv' } = process.env

await using client = new AuthPlatformClient({
  baseUrl: ISSUER,
  clientId: CLIENT_ID,
  scopes: ['openid', 'profile'],
  allowInsecureLoopback: true, // the demo issuer speaks plain http on this machine; leave this out with a real one
})

const authorization = await client.startDeviceAuthorization()
console.log(`Open ${authorization.verificationUri} on your phone and type in ${authorization.userCode}`)

// Ctrl+C gives up; so does the issuer when nobody comes.
const interrupt = new AbortController()
process.once('SIGINT', () => interrupt.abort())
const tokens = await client.pollDeviceToken(authorization, { signal: interrupt.signal })
console.log(`Signed in as ${tokens.idTokenClaims?.sub}`)
