import { match } from 'node:assert/strict'
import { startIssuer } from 'issuer'
import type { ExampleCheck } from '../example-check.ts'
import { serveApi } from '../serve-api.ts'

/** The client reaches the API with proofs, at an issuer that wants its nonces; its token alone does not. */
export const checkDPoPClient: ExampleCheck = async ({ example }) => {
  await using issuer = await startIssuer({ dpopNonce: 'required' })
  await using api = await serveApi(issuer)
  const output = await example.start({ ISSUER: issuer.issuer, API: api.origin }).ends()
  match(output, /^with proofs: 200 .*"scheme":"DPoP"/m)
  match(output, /^stolen: 401 .*error="invalid_token"/m)
}
