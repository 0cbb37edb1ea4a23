import type { NonceIssuer, ProofAlgorithm, ReplayStore } from '@auth/pkce-dpop'
import { checkObject, checkOneOf, checkOption } from '@auth/core-errors/options'

/** Whether tokens that are bound to a key are taken, and whether others are. */
export type DPoPMode = 'allowed' | 'required' | 'disabled'

/** How proofs of possession are checked (RFC 9449). */
export interface DPoPOptions {
  /** `required` takes no Bearer token; `disabled` takes no bound one, under no scheme. @default 'allowed', given a `publicUrl` */
  readonly mode?: DPoPMode | undefined
  /** Where used proofs are remembered. Several processes of one API share one. @default a `MemoryReplayStore` */
  readonly replayStore?: ReplayStore | undefined
  /** Whose nonces proofs must carry, a `DPoPNonceIssuer` for example. @default none: no nonce is asked for */
  readonly nonce?: NonceIssuer | undefined
  /** Lets proofs through while the replay store is down: whoever sees one can use it again. @default false: 503 */
  readonly failOpen?: boolean | undefined
  /** How old a proof may be, in seconds. @default 300 */
  readonly maxAgeSeconds?: number | undefined
  /** How far the client's clock may be off, in seconds, at most 60. @default 10 */
  readonly clockToleranceSeconds?: number | undefined
  /** The signature algorithms of proofs. @default ES256, ES384, ES512, EdDSA, Ed25519, PS256, RS256 */
  readonly algorithms?: readonly ProofAlgorithm[] | undefined
}

/**
 * The mode that holds, which without a `publicUrl` can only be `disabled`: a proof names a URL to compare with.
 * @throws {InvalidConfigError} VAL_2002, for a mode that does not exist, and for `required` without `publicUrl`
 */
export function resolveDPoPMode(dpop: DPoPOptions, publicUrl: string | undefined): DPoPMode {
  const mode = checkOneOf<DPoPMode>(checkObject(dpop, 'dpop').mode ?? 'allowed', 'dpop.mode', ['allowed', 'required', 'disabled'])
  if (publicUrl !== undefined) return mode
  checkOption(mode !== 'required', publicUrl, 'publicUrl', 'given when dpop.mode is "required": proofs name the URL that clients call')
  return 'disabled'
}
