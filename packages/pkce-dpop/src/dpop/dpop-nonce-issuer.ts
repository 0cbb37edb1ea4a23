import { checkFunction, checkObject, checkOption, checkSeconds } from '@auth/core-errors/options'
import { encodeBase64url } from '#base64url'
import { encodeUtf8 } from '../encode-utf8.ts'
import { isSameText } from '../is-same-text.ts'

/** Port: whose nonces a verifier asks for. */
export interface NonceIssuer {
  /** The nonce to be sent now. */
  issue(): string | Promise<string>
  /** Whether the nonce is one of ours, and not too old. */
  check(nonce: string): boolean | Promise<boolean>
}

/** What {@link DPoPNonceIssuer} takes. */
export interface DPoPNonceIssuerOptions {
  /**
   * At least 32 random bytes each; a text counts by its UTF-8 bytes. The first one signs, all are accepted: put a new one
   * first, and take the old one out after `lifetimeSeconds`. Every server of one API has the same list.
   */
  readonly secrets: readonly (string | Uint8Array)[]
  /** How long a nonce is accepted at most; at least half of that. From half on the client is sent the next. @default 300 */
  readonly lifetimeSeconds?: number | undefined
  /** The wall clock, in milliseconds; servers may differ by half a lifetime. @default Date.now */
  readonly now?: (() => number) | undefined
}

/**
 * Issues nonces for DPoP proofs and knows them again without keeping any: each is the HMAC of a slot of time (RFC 9449
 * §8, §9). All clients get the same one; it shows that a proof is fresh, not that it is used once.
 */
export class DPoPNonceIssuer implements NonceIssuer {
  readonly #secrets: readonly Uint8Array<ArrayBuffer>[]
  readonly #slotSeconds: number
  readonly #now: () => number
  /** The nonces of the few slots that are accepted now, by the secrets in their order. */
  readonly #noncesBySlot = new Map<number, Promise<readonly string[]>>()

  /** @throws {InvalidConfigError} VAL_2002 for a bad option, an empty list of secrets, a short secret */
  constructor(options: DPoPNonceIssuerOptions) {
    const { secrets, lifetimeSeconds = 300, now = Date.now } = checkObject(options, 'options')
    checkOption(Array.isArray(secrets) && secrets.length > 0, secrets, 'secrets', 'an array of at least one secret')
    this.#secrets = secrets.map(toSecretBytes)
    this.#slotSeconds = checkSeconds(lifetimeSeconds, 'lifetimeSeconds', 2, 86_400) / 2
    this.#now = checkFunction(now, 'now')
  }

  /** The nonce to be sent in `DPoP-Nonce` now. */
  async issue(): Promise<string> {
    const [nonce] = await this.#nonces(this.#slot())
    return nonce!
  }

  /** Whether the nonce was issued with one of the secrets, not too long ago; compared in constant time. */
  async check(nonce: string): Promise<boolean> {
    if (typeof nonce !== 'string') return false
    const slot = this.#slot()
    // The next slot too: another server's clock may be there already.
    const accepted = await Promise.all([slot - 1, slot, slot + 1].map((each) => this.#nonces(each)))
    return accepted.flat().filter((expected) => isSameText(expected, nonce)).length > 0
  }

  #slot(): number {
    const slot = Math.floor(this.#now() / 1000 / this.#slotSeconds)
    for (const known of this.#noncesBySlot.keys()) if (Math.abs(known - slot) > 1) this.#noncesBySlot.delete(known)
    return slot
  }

  #nonces(slot: number): Promise<readonly string[]> {
    const known = this.#noncesBySlot.get(slot)
    if (known) return known
    const nonces = Promise.all(this.#secrets.map((secret) => sign(secret, `dpop-nonce:${slot}`)))
    this.#noncesBySlot.set(slot, nonces)
    return nonces
  }
}

function toSecretBytes(secret: unknown): Uint8Array<ArrayBuffer> {
  const bytes = typeof secret === 'string' ? encodeUtf8(secret) : secret instanceof Uint8Array ? new Uint8Array(secret) : undefined
  return checkOption(bytes !== undefined && bytes.length >= 32, bytes!, 'secrets', 'texts or byte arrays of at least 32 bytes each')
}

async function sign(secret: Uint8Array<ArrayBuffer>, text: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return encodeBase64url(await crypto.subtle.sign('HMAC', key, encodeUtf8(text)))
}
