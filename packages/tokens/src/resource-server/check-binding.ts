import type { TokenClaims } from '../token-claims.ts'
import type { AuthScheme } from './auth-context.ts'
import type { AuthRequest } from './auth-request.ts'
import { checkCertificate, type ClientCertificate } from './check-certificate.ts'
import { parseConfirmation } from './confirmation.ts'
import type { DPoPCheck } from './dpop-check.ts'
import { invalidBinding } from './invalid-binding.ts'

/** A good token, and how it came. */
export interface PresentedToken {
  readonly request: AuthRequest
  readonly scheme: AuthScheme
  readonly token: string
  /** The claims as they were signed. */
  readonly claims: TokenClaims
}

/** What bindings are checked by. */
export interface BindingContext {
  readonly dpop: DPoPCheck | undefined
  readonly getCertificate: (request: AuthRequest) => ClientCertificate | undefined | Promise<ClientCertificate | undefined>
}

/**
 * The token came with what it is bound to (RFC 9449 §7.1, RFC 8705 §3), and a token that is bound to no key without a
 * proof. The answer is the nonce for the client's next proof, where there is one.
 * @throws {TokenInvalidError} AUTH_1002, check `binding` or `certificate`
 * @throws {DPoPError} DPOP_6001 to DPOP_6004
 */
export async function checkBinding(presented: PresentedToken, { dpop, getCertificate }: BindingContext): Promise<string | undefined> {
  const { request, scheme, token, claims } = presented
  const { jkt, certificate } = parseConfirmation(claims['cnf'])
  if (certificate !== undefined) await checkCertificate(certificate, await getCertificate(request))
  if (jkt === undefined) {
    if (scheme === 'Bearer') return undefined
    throw invalidBinding('the token is not bound to a key: it must not be sent by the DPoP scheme')
  }
  if (dpop === undefined) throw invalidBinding('the token is bound to a key, and DPoP proofs are not taken here')
  if (scheme === 'Bearer') throw invalidBinding('the token is bound to a key: it must be sent by the DPoP scheme, with a proof')
  return dpop.verify(request, { token, jkt })
}
