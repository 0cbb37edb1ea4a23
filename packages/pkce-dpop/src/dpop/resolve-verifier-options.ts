import { checkFunction, checkObject, checkOneOf, checkOption, checkSeconds, checkStringList } from '@auth/core-errors/options'
import { sha256 } from '#sha256'
import type { NonceIssuer } from './dpop-nonce-issuer.ts'
import { type ProofAlgorithm, proofAlgorithms } from './proof-algorithm.ts'
import type { ReplayStore } from './replay-store.ts'
import { createWebCryptoVerifier, type VerifyProofSignature } from './verify-proof-signature.ts'

/** What a `DPoPVerifier` tells while it works. */
export interface DPoPVerifierEvent {
  /** A proof was let through although the replay store could not tell; only with `acceptReplaysWhenStoreFails`. */
  readonly type: 'replay_check_skipped'
  /** What the store failed with. */
  readonly cause: unknown
}

/** What `DPoPVerifier` takes. */
export interface DPoPVerifierOptions {
  /** Where used proofs are remembered. Several servers of one API share one. */
  readonly replayStore: ReplayStore
  /** Whose nonces every proof must carry. Left out, no nonce is asked for. */
  readonly nonce?: NonceIssuer | undefined
  /** How old a proof may be, in seconds. @default 300 */
  readonly maxAgeSeconds?: number | undefined
  /** How far the client's clock may be off either way, in seconds, at most 60. @default 10 */
  readonly clockToleranceSeconds?: number | undefined
  /** The signature algorithms that are accepted. @default all: ES256, ES384, ES512, EdDSA, Ed25519, PS256, RS256 */
  readonly algorithms?: readonly ProofAlgorithm[] | undefined
  /** Verifies the signatures. @default WebCrypto, which keeps the keys of the last 1,000 clients */
  readonly verifySignature?: VerifyProofSignature | undefined
  /** SHA-256 of a text, in base64url without padding. @default WebCrypto; a synchronous one is faster */
  readonly hash?: ((text: string) => string | Promise<string>) | undefined
  /** Lets proofs through while the replay store is down or full: whoever sees one can use it again. @default false */
  readonly acceptReplaysWhenStoreFails?: boolean | undefined
  /** The wall clock, in milliseconds: `iat` is compared with it. @default Date.now */
  readonly now?: (() => number) | undefined
  /** Told what happens. What it throws is ignored. */
  readonly onEvent?: ((event: DPoPVerifierEvent) => void) | undefined
}

/** The options, checked, with their defaults; `nonce` has none. */
export type VerifierSettings = Pick<DPoPVerifierOptions, 'nonce'> & {
  readonly [Name in Exclude<keyof DPoPVerifierOptions, 'nonce'>]-?: NonNullable<DPoPVerifierOptions[Name]>
}

/** @throws {InvalidConfigError} VAL_2002 naming the option */
export function resolveVerifierOptions(options: DPoPVerifierOptions): VerifierSettings {
  const { replayStore, nonce, algorithms = Object.keys(proofAlgorithms) } = checkObject(options, 'options')
  checkOption(typeof checkObject(replayStore, 'replayStore').claim === 'function', replayStore, 'replayStore', 'a ReplayStore')
  const isIssuer = nonce === undefined || (typeof checkObject(nonce, 'nonce').issue === 'function' && typeof nonce.check === 'function')
  checkOption(isIssuer, nonce, 'nonce', 'a NonceIssuer')
  const names = checkStringList(algorithms, 'algorithms')
  return {
    replayStore,
    nonce,
    maxAgeSeconds: checkSeconds(options.maxAgeSeconds ?? 300, 'maxAgeSeconds', 1, 86_400),
    clockToleranceSeconds: checkSeconds(options.clockToleranceSeconds ?? 10, 'clockToleranceSeconds', 0, 60),
    algorithms: names.map((name) => checkOneOf(name, 'algorithms', Object.keys(proofAlgorithms) as ProofAlgorithm[])),
    verifySignature: checkFunction(options.verifySignature ?? createWebCryptoVerifier(), 'verifySignature'),
    hash: checkFunction(options.hash ?? sha256, 'hash'),
    acceptReplaysWhenStoreFails: checkOneOf(options.acceptReplaysWhenStoreFails ?? false, 'acceptReplaysWhenStoreFails', [true, false]),
    now: checkFunction(options.now ?? Date.now, 'now'),
    onEvent: checkFunction(options.onEvent ?? (() => {}), 'onEvent'),
  }
}
