import type { KeyResolver } from '@auth/jwks'
import type { UnverifiedToken } from './decode-token.ts'
import { waitForKeys } from './key-access.ts'
import { selectAlgorithm, verifyTokenSignature } from './verify-token-signature.ts'

/** One of the issuer's keys made the token's signature, with one of the algorithms. */
export async function verifyIssuerSignature(token: UnverifiedToken, keys: KeyResolver, algorithms: ReadonlySet<string>): Promise<void> {
  const algorithm = selectAlgorithm(token.header.alg, algorithms)
  await verifyTokenSignature({ token, algorithm, keys, access: waitForKeys })
}
