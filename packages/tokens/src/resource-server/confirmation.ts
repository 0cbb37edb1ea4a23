import { invalidBinding } from './invalid-binding.ts'

/** What a token is bound to, as its `cnf` claim says (RFC 7800 §3.1). Members beside these are not understood here. */
export interface Confirmation {
  /** The thumbprint of the DPoP key (RFC 9449 §6.1). */
  readonly jkt: string | undefined
  /** The thumbprint of the client certificate (RFC 8705 §3.1). */
  readonly certificate: string | undefined
}

function checkThumbprint(value: unknown, member: string): string | undefined {
  if (value === undefined || (typeof value === 'string' && value !== '')) return value
  throw invalidBinding(`token claim "cnf" has a member "${member}" that is no thumbprint`)
}

/** @throws {TokenInvalidError} AUTH_1002, check `binding`, for a claim that binds to nothing that can be told */
export function parseConfirmation(cnf: unknown): Confirmation {
  if (cnf === undefined) return { jkt: undefined, certificate: undefined }
  if (typeof cnf !== 'object' || cnf === null || Array.isArray(cnf)) throw invalidBinding('token claim "cnf" is not an object')
  const { jkt, 'x5t#S256': certificate } = cnf as Readonly<Record<string, unknown>>
  return { jkt: checkThumbprint(jkt, 'jkt'), certificate: checkThumbprint(certificate, 'x5t#S256') }
}
