import { createApp } from './create-app.ts'

const { ISSUER = 'http://127.0.0.1:4400', PORT = '3000' } = process.env
const origin = `http://127.0.0.1:${PORT}`

const app = createApp({
  issuer: ISSUER,
  audience: 'https://api.example.com',
  publicUrl: origin, // what clients call: DPoP proofs are compared with it
  allowInsecureLoopback: true, // the demo issuer speaks plain http on this machine; leave this out with a real one
})
await app.listen({ port: Number(PORT), host: '127.0.0.1' })
console.log(`listening on ${origin}`)
