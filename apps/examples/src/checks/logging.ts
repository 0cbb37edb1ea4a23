import { deepEqual, equal } from 'node:assert/strict'
import { startIssuer } from 'issuer'
import type { ExampleCheck } from '../example-check.ts'
import { findFreePort } from '../find-free-port.ts'

/** One request's lines have its id, from the token that came to the token that was asked for. */
export const checkLogging: ExampleCheck = async ({ example }) => {
  await using issuer = await startIssuer()
  const program = example.start({ ISSUER: issuer.issuer, PORT: await findFreePort() })
  const [, origin = ''] = await program.prints(/listening on (\S+)/)
  const authorization = `Bearer ${await issuer.signAccessToken()}`
  const { status } = await fetch(origin, { headers: { authorization, 'x-correlation-id': 'order-7' } })
  equal(status, 200)
  await program.prints(/tokens_granted/)
  const lines = program.output.split('\n').filter((line) => line.includes('"correlationId":"order-7"'))
  deepEqual(
    lines.map((line) => (JSON.parse(line) as { readonly event: string }).event),
    ['request_accepted', 'attempt_answered', 'tokens_granted'],
  )
}
