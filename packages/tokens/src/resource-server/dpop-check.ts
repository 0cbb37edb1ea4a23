import { DPoPVerifier, MemoryReplayStore, type NonceIssuer, type ProofAlgorithm } from '@auth/pkce-dpop'
import { checkStringList } from '@auth/core-errors/options'
import { sha256 } from '#sha256'
import { type AuthRequest, readHeader, readPath } from './auth-request.ts'
import type { DPoPOptions } from './dpop-options.ts'
import { verifyProofSignature } from './verify-proof-signature.ts'

/** What a proof is checked by, beside its options. */
export interface DPoPCheckContext {
  /** This API's own address, without a slash at its end. */
  readonly publicUrl: string
  readonly now: () => number
  readonly monotonicNow: () => number
  /** A proof was let through although the replay store could not tell. */
  readonly onReplayCheckSkipped: () => void
}

/** A bound token and the key's thumbprint that it names. */
export interface BoundToken {
  readonly token: string
  readonly jkt: string
}

const allAlgorithms: readonly ProofAlgorithm[] = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256', 'RS256']

/** Checks that whoever sends a bound token holds its key. */
export class DPoPCheck {
  readonly algorithms: readonly string[]
  readonly #verifier: DPoPVerifier
  readonly #nonce: NonceIssuer | undefined
  readonly #publicUrl: string

  /** @throws {InvalidConfigError} VAL_2002, naming the option */
  constructor(options: DPoPOptions, { publicUrl, now, monotonicNow, onReplayCheckSkipped }: DPoPCheckContext) {
    const { replayStore = new MemoryReplayStore({ now, monotonicNow }), nonce, failOpen, algorithms = allAlgorithms } = options
    this.algorithms = checkStringList(algorithms, 'dpop.algorithms')
    this.#nonce = nonce
    this.#publicUrl = publicUrl
    this.#verifier = new DPoPVerifier({
      replayStore,
      nonce,
      algorithms,
      now,
      maxAgeSeconds: options.maxAgeSeconds,
      clockToleranceSeconds: options.clockToleranceSeconds,
      acceptReplaysWhenStoreFails: failOpen,
      verifySignature: verifyProofSignature,
      hash: sha256,
      onEvent: onReplayCheckSkipped,
    })
  }

  /**
   * The proof in the `DPoP` header is for this request and this token, by the key that the token is bound to. The answer
   * is the nonce that the client should use next, where that is another one.
   * @throws {DPoPError} DPOP_6001 to DPOP_6004
   * @throws {ServiceUnavailableError} SRV_5002, when the replay store or the nonce issuer is down
   * @see RFC 9449 §4.3 and §7.1
   */
  async verify(request: AuthRequest, { token, jkt }: BoundToken): Promise<string | undefined> {
    const { dpopNonce } = await this.#verifier.verify({
      // Two headers are told as Node tells them in its other form, which the verifier refuses.
      proof: readHeader(request, 'dpop').join(', '),
      method: request.method,
      // Host and forwarded headers are the client's to write, so only the path is the request's.
      url: this.#publicUrl + readPath(request.url),
      accessToken: token,
      boundThumbprint: jkt,
    })
    return dpopNonce
  }

  /** The nonce for the client's next proof; none where none is asked for, or when its issuer is down. */
  async issueNonce(): Promise<string | undefined> {
    try {
      return await this.#nonce?.issue()
    } catch {
      return undefined
    }
  }
}
