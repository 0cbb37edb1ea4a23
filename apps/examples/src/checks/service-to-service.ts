import { deepEqual, equal } from 'node:assert/strict'
import { startIssuer } from 'issuer'
import type { ExampleCheck } from '../example-check.ts'
import { serveApi } from '../serve-api.ts'

/** The service gets through to the API although its issuer fails at first, and asks for one token for three calls. */
export const checkServiceToService: ExampleCheck = async ({ example }) => {
  await using issuer = await startIssuer()
  await using api = await serveApi(issuer)
  await issuer.fail('unavailable', { endpoint: 'token' })
  const program = example.start({ ISSUER: issuer.issuer, API: api.origin })
  while (issuer.requestCount('token') === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  await issuer.fail('none', { endpoint: 'token' })
  const lines = (await program.ends()).trim().split('\n')
  deepEqual([lines.length, lines.filter((line) => line.startsWith('200 ')).length], [3, 3], program.output)
  const granted = issuer.requests.filter(({ endpoint, status }) => endpoint === 'token' && status === 200)
  equal(granted.length, 1)
}
