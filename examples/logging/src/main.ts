import { createApi } from './create-api.ts'

const {
  ISSUER = 'http://127.0.0.1:4400',
  CLIENT_ID = 'demo-service',
  CLIENT_SECRET = 'demo-service-secret-that-everybody-knows',
  PORT = '3000',
} = process.env

const client = {
  baseUrl: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  audience: 'https://api.example.com',
  maxRetries: 0, // an outage shows at once
  allowInsecureLoopback: true, // the demo issuer speaks plain http on this machine; leave this out with a real one
}
createApi({ client, write: console.log }).listen(Number(PORT), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${PORT}`))
