import { startIssuer } from 'issuer'
import type { ExampleCheck } from '../example-check.ts'
import { findFreePort } from '../find-free-port.ts'
import { sendAll } from '../send-requests.ts'

/** An API that is guarded lets in whom it should, by bearer tokens and by proofs, and nobody else. */
export const checkGuardedApi: ExampleCheck = async ({ example }) => {
  await using issuer = await startIssuer()
  const [, origin = ''] = await example.start({ ISSUER: issuer.issuer, PORT: await findFreePort() }).prints(/listening on (\S+)/)
  await sendAll(origin, issuer)
}
