import { DPoPKeyPair } from '@auth/pkce-dpop/dpop'
import type { ResolvedConfig } from '../config/resolved-config.ts'

/** What a proof is made for. */
export interface ProofRequest {
  readonly method: string
  readonly url: string
  readonly accessToken?: string | undefined
  /** Instead of the last one of the URL's origin. */
  readonly nonce?: string | undefined
}

const maxOrigins = 256
const maxNonceLength = 1024

/** The client's key, and the last nonce that each origin gave (RFC 9449 §8, §9). */
export class DPoPProver {
  readonly #settings: NonNullable<ResolvedConfig['dpop']>
  readonly #now: () => number
  readonly #nonces = new Map<string, string>()
  #keyPair: Promise<DPoPKeyPair> | undefined
  #thumbprint: string | undefined

  constructor(settings: NonNullable<ResolvedConfig['dpop']>, now: () => number) {
    this.#settings = settings
    this.#now = now
  }

  /** The key pair: the configured one, or one made at first use. */
  keyPair(): Promise<DPoPKeyPair> {
    return (this.#keyPair ??= this.#makeKeyPair())
  }

  /** The thumbprint of the key pair, once it is there. */
  get thumbprint(): string | undefined {
    return this.#thumbprint ?? this.#settings.keyPair?.thumbprint
  }

  /** A new proof for one attempt. */
  async prove({ method, url, accessToken, nonce }: ProofRequest): Promise<string> {
    const keyPair = await this.keyPair()
    return keyPair.createProof({ method, url, accessToken, nonce: nonce ?? this.#nonces.get(new URL(url).origin) })
  }

  /** Keeps the nonce that an answer carries, whatever its status (RFC 9449 §8.2), and gives it back. */
  learn(url: string, response: Response): string | undefined {
    const nonce = response.headers.get('dpop-nonce')
    if (nonce === null || nonce === '' || nonce.length > maxNonceLength) return undefined
    const { origin } = new URL(url)
    this.#nonces.delete(origin)
    this.#nonces.set(origin, nonce)
    if (this.#nonces.size > maxOrigins) this.#nonces.delete(this.#nonces.keys().next().value!)
    return nonce
  }

  async #makeKeyPair(): Promise<DPoPKeyPair> {
    const { keyPair = await DPoPKeyPair.generate({ algorithm: this.#settings.algorithm, now: this.#now }) } = this.#settings
    this.#thumbprint = keyPair.thumbprint
    return keyPair
  }
}
