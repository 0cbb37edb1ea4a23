import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { startDemoWorld } from './demo-world.ts'
import { serveWeb } from './serve-web.ts'
import { paint, Walk } from './walk.ts'
import { walkThrough } from './walk-through.ts'

const { values } = parseArgs({ options: { serve: { type: 'boolean', default: false }, web: { type: 'boolean', default: false } } })
if (values.web) {
  await serveWeb()
  process.exit()
}

const startedAt = performance.now()
await using world = await startDemoWorld()
const walk = new Walk()

console.log(paint('bold', 'An OAuth provider, an API, and the @auth packages between them'))
console.log(`  provider ${world.issuer.issuer}\n  API      ${world.apiUrl}`)
await walkThrough(walk, world)

const { passed, failed } = walk.result
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
console.log(
  `\n${paint(failed === 0 ? 'green' : 'red', `${passed} steps did what they say, ${failed} did not`)} ${paint('dim', `${seconds} s`)}`,
)
process.exitCode = failed === 0 ? 0 : 1

if (values.serve) {
  const { clientId, clientSecret } = world.issuer.clients.service
  console.log(`\nRunning until Ctrl+C. Get a token, then call the API with it:
  curl -s -u ${clientId}:${clientSecret} -d grant_type=client_credentials -d scope=orders:read ${world.issuer.issuer}/token
  curl -s -H "Authorization: Bearer TOKEN" ${world.apiUrl}/me`)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
}
