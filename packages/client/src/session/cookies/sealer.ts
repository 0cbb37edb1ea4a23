import { base64url, CompactEncrypt, compactDecrypt } from 'jose'

/** What a sealed text is for. One for one purpose opens for no other. */
export type SealPurpose = 'session' | 'login' | 'logout'

/** A text that was sealed here. */
export interface OpenedSeal {
  readonly text: string
  /** Whether it was sealed with the first of the secrets. */
  readonly isCurrent: boolean
}

const maxLength = 16_384
const encoder = new TextEncoder()

/**
 * Seals texts so that only who has a secret can read or make them: JWE, `dir` with A256GCM, under a key that HKDF derives
 * from the secret for one purpose. The purpose is in the protected header, too, which is authenticated.
 */
export class Sealer {
  readonly #secrets: readonly string[]
  /** No promise is kept: in edge workers one may end with the request that made it. */
  readonly #keys = new Map<SealPurpose, readonly Uint8Array[]>()

  /** @param secrets the first one seals, all of them open */
  constructor(secrets: readonly string[]) {
    this.#secrets = secrets
  }

  async seal(purpose: SealPurpose, text: string): Promise<string> {
    const [key] = await this.#findKeys(purpose)
    return new CompactEncrypt(encoder.encode(text)).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: toType(purpose) }).encrypt(key!)
  }

  /** The text; undefined when it was not sealed here, or for something else, or was changed. Never throws for a bad one. */
  async open(purpose: SealPurpose, sealed: string): Promise<OpenedSeal | undefined> {
    if (sealed.length > maxLength || !isCanonical(sealed)) return undefined
    const keys = await this.#findKeys(purpose)
    for (const [index, key] of keys.entries()) {
      const text = await decrypt(sealed, key, purpose)
      if (text !== undefined) return { text, isCurrent: index === 0 }
    }
    return undefined
  }

  async #findKeys(purpose: SealPurpose): Promise<readonly Uint8Array[]> {
    const known = this.#keys.get(purpose)
    if (known) return known
    const keys = await Promise.all(this.#secrets.map((secret) => deriveKey(secret, purpose)))
    this.#keys.set(purpose, keys)
    return keys
  }
}

function toType(purpose: SealPurpose): string {
  return `auth-${purpose}`
}

/** RFC 5869, with the purpose as its info. */
async function deriveKey(secret: string, purpose: SealPurpose): Promise<Uint8Array> {
  const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveBits'])
  const info = encoder.encode(`@auth/client seal A256GCM ${purpose}`)
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }, material, 256))
}

async function decrypt(sealed: string, key: Uint8Array, purpose: SealPurpose): Promise<string | undefined> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    return protectedHeader.typ === toType(purpose) ? new TextDecoder().decode(plaintext) : undefined
  } catch {
    return undefined
  }
}

/** One text has one form: a decoder that forgives would let changed ones pass. */
function isCanonical(sealed: string): boolean {
  const parts = sealed.split('.', 6)
  return parts.length === 5 && parts.every((part) => /^[\w-]*$/.test(part) && part.length % 4 !== 1 && toCanonical(part) === part)
}

function toCanonical(part: string): string {
  return base64url.encode(base64url.decode(part))
}
