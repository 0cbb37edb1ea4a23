import { DPoPError, ServiceUnavailableError } from '@auth/core-errors'
import { checkObject, checkString } from '@auth/core-errors/options'
import { BoundedCache } from './bounded-cache.ts'
import { checkAth, checkBinding, checkIat, checkJti, checkTarget } from './check-claims.ts'
import { normalizeHtu } from './normalize-htu.ts'
import { type ParsedProof, parseProof } from './parse-proof.ts'
import { parseProofKey, type ProofKey } from './parse-proof-key.ts'
import type { ProofAlgorithm } from './proof-algorithm.ts'
import { createProofError } from './proof-error.ts'
import type { PublicJwk } from './public-jwk.ts'
import {
  type DPoPVerifierEvent,
  type DPoPVerifierOptions,
  resolveVerifierOptions,
  type VerifierSettings,
} from './resolve-verifier-options.ts'

/** The request whose proof is verified, as this server knows it. */
export interface PresentedDPoPProof {
  /** The value of the `DPoP` header as it came: two headers arrive joined by a comma, and are refused. */
  readonly proof: string | null | undefined
  /** The request's method. */
  readonly method: string
  /** The request's URL as the client knows it, from configuration: not from `Host` or forwarded headers that a client may write. */
  readonly url: string | URL
  /** The access token that came along. Without one, at a token endpoint, `ath` is not asked for. */
  readonly accessToken?: string | undefined
  /** The `cnf.jkt` of that token. Left out, the binding is not checked: compare `thumbprint` yourself. */
  readonly boundThumbprint?: string | undefined
}

/** What a good proof told. */
export interface VerifiedDPoPProof {
  /** The RFC 7638 thumbprint of the client's key. */
  readonly thumbprint: string
  readonly publicJwk: PublicJwk
  readonly algorithm: ProofAlgorithm
  readonly jti: string
  /** When the proof was made by the client's clock, in seconds since the epoch. */
  readonly iat: number
  /** The nonce to be sent in `DPoP-Nonce` with the answer: the client's is no longer the newest. */
  readonly dpopNonce: string | undefined
}

/** How many clients' keys are remembered, so that their next proofs need no parsing, no import and no thumbprint. */
const rememberedKeys = 1000

/**
 * Verifies DPoP proofs: every clause of RFC 9449 §4.3, nonces (§8, §9) and replay (§11.1). The access token itself is
 * not checked. One instance serves any number of requests at once.
 */
export class DPoPVerifier {
  readonly #settings: VerifierSettings
  readonly #keys = new BoundedCache<ProofKey>(rememberedKeys)

  /** @throws {InvalidConfigError} VAL_2002 naming the option */
  constructor(options: DPoPVerifierOptions) {
    this.#settings = resolveVerifierOptions(options)
  }

  /** The signature algorithms that are accepted: what `algs` of a challenge tells (RFC 9449 §7.1). */
  get algorithms(): readonly ProofAlgorithm[] {
    return this.#settings.algorithms
  }

  /**
   * What the proof tells, when it is good for this request and was not used before.
   * @throws {DPoPError} DPOP_6001 there is none; DPOP_6002 it is bad, `details.check` says how; DPOP_6003 it needs the
   * nonce in `dpopNonce`; DPOP_6004 it was used before
   * @throws {ServiceUnavailableError} SRV_5002 the replay store, the nonce issuer or the signature check is down
   * @throws {InvalidConfigError} VAL_2002 an argument other than the proof is of the wrong kind
   * @see RFC 9449 §4.3
   */
  async verify(request: PresentedDPoPProof): Promise<VerifiedDPoPProof> {
    const { proof, method, url, accessToken, boundThumbprint } = checkRequest(request)
    const parsed = parseProof(proof)
    const key = await this.#verifySignature(parsed)
    const { payload } = parsed
    const jti = checkJti(payload)
    checkTarget(payload, method, url)
    const dpopNonce = await this.#checkNonce(payload['nonce'])
    const nowSeconds = this.#settings.now() / 1000
    const iat = checkIat(payload, nowSeconds, this.#settings)
    if (accessToken !== undefined) checkAth(payload, await this.#hash(accessToken))
    if (boundThumbprint !== undefined) checkBinding(key.thumbprint, boundThumbprint)
    await this.#claim(key.thumbprint + jti, nowSeconds - iat)
    return { thumbprint: key.thumbprint, publicJwk: key.jwk, algorithm: key.algorithm, jti, iat, dpopNonce }
  }

  async #verifySignature({ encodedHeader, signature, data }: ParsedProof): Promise<ProofKey> {
    const key = this.#keys.get(encodedHeader) ?? (await parseProofKey(encodedHeader, this.#settings.algorithms))
    const { algorithm, jwk } = key
    const isGood: unknown = await orOutage('the signature of the DPoP proof cannot be verified', () =>
      this.#settings.verifySignature({ algorithm, jwk, signature, data }),
    )
    if (isGood !== true) throw createProofError('signature', 'the DPoP proof was not signed by the key in it')
    this.#keys.set(encodedHeader, key)
    return key
  }

  /** The nonce to be sent with the answer, where the proof's is good but no longer the newest (RFC 9449 §8.2). */
  async #checkNonce(nonce: unknown): Promise<string | undefined> {
    const issuer = this.#settings.nonce
    if (!issuer) return undefined
    const { isGood, dpopNonce } = await orOutage('the nonce of the DPoP proof cannot be checked', async () => ({
      isGood: (typeof nonce === 'string' && (await issuer.check(nonce))) as unknown,
      dpopNonce: await issuer.issue(),
    }))
    if (isGood === true) return nonce === dpopNonce ? undefined : dpopNonce
    throw new DPoPError('the DPoP proof must carry the nonce of this server', { code: 'DPOP_6003', dpopNonce, details: { check: 'nonce' } })
  }

  /** The last step, so that only a proof that is good in every other way is used up. */
  async #claim(subject: string, ageSeconds: number): Promise<void> {
    const { replayStore, maxAgeSeconds, clockToleranceSeconds, acceptReplaysWhenStoreFails, onEvent } = this.#settings
    const id = await this.#hash(subject)
    // Until the proof is too old here, and one tolerance more: another server's clock may be behind.
    const ttlSeconds = maxAgeSeconds - ageSeconds + 2 * clockToleranceSeconds
    try {
      const isFirst: unknown = await replayStore.claim(id, Math.max(1, ttlSeconds))
      if (isFirst === true) return
    } catch (cause) {
      if (!acceptReplaysWhenStoreFails) throw toOutage('the replay store cannot tell whether the DPoP proof was used before', cause)
      return emit(onEvent, { type: 'replay_check_skipped', cause })
    }
    throw createProofError('replay', 'the DPoP proof was used before')
  }

  #hash(text: string): Promise<string> {
    return orOutage('the access token or the id of the DPoP proof cannot be hashed', () => this.#settings.hash(text))
  }
}

function checkRequest(request: PresentedDPoPProof): PresentedDPoPProof & { readonly url: string } {
  const { proof, method, url, accessToken, boundThumbprint } = checkObject(request, 'request')
  return {
    proof,
    method: checkString(method, 'method'),
    url: normalizeHtu(url),
    accessToken: accessToken === undefined ? undefined : checkString(accessToken, 'accessToken'),
    boundThumbprint: boundThumbprint === undefined ? undefined : checkString(boundThumbprint, 'boundThumbprint'),
  }
}

async function orOutage<T>(message: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw toOutage(message, cause)
  }
}

/** What a port failed with: an outage, never a bad proof. */
function toOutage(message: string, cause: unknown): ServiceUnavailableError {
  return cause instanceof ServiceUnavailableError ? cause : new ServiceUnavailableError(message, { cause })
}

/** A listener's failure, at once or later, is not the request's. */
function emit(onEvent: VerifierSettings['onEvent'], event: DPoPVerifierEvent): void {
  void (async () => onEvent(event))().catch(() => undefined)
}
