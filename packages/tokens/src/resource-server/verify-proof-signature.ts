import { isAuthPlatformError } from '@auth/core-errors'
import type { VerifyProofSignature } from '@auth/pkce-dpop'
import { verifySignature } from '#verify-signature'
import { algorithms, hasSignatureLength } from '../algorithms.ts'

/** The signature port of a `DPoPVerifier`, by what verifies tokens: in Node at once. A key that cannot be used has signed nothing. */
export const verifyProofSignature: VerifyProofSignature = async ({ algorithm: name, jwk, signature, data }) => {
  const algorithm = algorithms.get(name)
  if (algorithm === undefined || !hasSignatureLength(signature, algorithm)) return false
  try {
    return await verifySignature({ algorithm, jwk, signature, signingInput: new TextDecoder().decode(data) })
  } catch (error) {
    if (isAuthPlatformError(error)) return false
    throw error
  }
}
