import { DPoPError } from '@auth/core-errors'

/** The check that a proof failed, as `details.check` of a DPoPError names it. */
export type DPoPProofCheck =
  | 'missing' // DPOP_6001
  | 'count'
  | 'size'
  | 'format'
  | 'typ'
  | 'alg'
  | 'crit'
  | 'jwk'
  | 'signature'
  | 'jti'
  | 'htm'
  | 'htu'
  | 'nonce' // DPOP_6003
  | 'iat'
  | 'ath'
  | 'binding'
  | 'replay' // DPOP_6004

/** What a proof that fails a check is refused with; DPOP_6002 unless the check has a code of its own. */
export function createProofError(check: DPoPProofCheck, message: string): DPoPError {
  const code = check === 'missing' ? 'DPOP_6001' : check === 'replay' ? 'DPOP_6004' : 'DPOP_6002'
  return new DPoPError(message, { code, details: { check } })
}
