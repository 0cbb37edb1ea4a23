import { checkOptions } from '@auth/core-errors/options'
import { encodeBase64url } from '#base64url'
import { encodeUtf8 } from '../encode-utf8.ts'
import { sha256 } from '#sha256'
import { type DPoPAlgorithm, dpopAlgorithms } from './dpop-algorithm.ts'
import type { PublicJwk } from './public-jwk.ts'

/** What {@link DPoPKeyPair.generate} takes. */
export interface GenerateDPoPKeyPairOptions {
  /** What the proofs are signed with; RSA keys have 2048 bits. @default 'ES256' */
  readonly algorithm?: DPoPAlgorithm | undefined
  /** Whether scripts may read the private key: only `true` lets them. @default false */
  readonly extractable?: boolean | undefined
  /** The wall clock, in milliseconds: a proof's `iat` is read from it. @default Date.now */
  readonly now?: (() => number) | undefined
}

/** The request that a proof is made for. */
export interface DPoPProofRequest {
  /** The HTTP method as it is sent: `fetch` sends `get` as `GET`, but `patch` as `patch`. */
  readonly method: string
  /** The URL of the request, http or https; its user, query and fragment are left out of the proof. */
  readonly url: string | URL
  /** The access token that the request carries. */
  readonly accessToken?: string | undefined
  /** The server's last `DPoP-Nonce`. */
  readonly nonce?: string | undefined
}

/**
 * A client's key pair for DPoP (RFC 9449): it proves with every request that whoever sends a token also holds the key
 * that the token is bound to. Made by {@link DPoPKeyPair.generate}, `restoreDPoPKeyPair` or `IndexedDBKeyStore`.
 */
export abstract class DPoPKeyPair {
  /** What the proofs are signed with. */
  declare readonly algorithm: DPoPAlgorithm
  /** The keys as WebCrypto holds them, a `CryptoKeyPair`, for a store that keeps them as they are. */
  declare readonly keys: Extract<Awaited<ReturnType<typeof crypto.subtle.generateKey>>, { readonly privateKey: unknown }>
  /** The public key. */
  declare readonly publicJwk: PublicJwk
  /** Its RFC 7638 thumbprint: the `dpop_jkt` of an authorization request, the `cnf.jkt` of a bound token. */
  declare readonly thumbprint: string
  declare private readonly now: () => number

  /** A new key pair. @throws {InvalidConfigError} VAL_2002 for a bad option */
  static async generate(options?: GenerateDPoPKeyPairOptions): Promise<DPoPKeyPair> {
    const { algorithm = 'ES256', extractable, now = Date.now } = Object(options) as GenerateDPoPKeyPairOptions
    checkOptions({ algorithm: dpopAlgorithms[algorithm], now: typeof now === 'function' })
    const keys = await crypto.subtle.generateKey(
      { ...dpopAlgorithms[algorithm], modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) } as RsaHashedKeyGenParams,
      extractable === true,
      ['sign', 'verify'],
    )
    // The members of every type of key in the order of RFC 7638 §3.3; WebCrypto writes those of the key's own type.
    const jwk = JSON.stringify(await crypto.subtle.exportKey('jwk', keys.publicKey), ['crv', 'e', 'kty', 'n', 'x', 'y'])
    return Object.assign(
      new (DPoPKeyPair as unknown as new () => DPoPKeyPair)(), // abstract, so that nobody else makes an empty one
      { algorithm, keys, now, publicJwk: JSON.parse(jwk) as PublicJwk, thumbprint: await sha256(jwk) },
    )
  }

  /**
   * A proof for one request: the value of its `DPoP` header. Make a new one for every attempt.
   * @throws {InvalidConfigError} VAL_2002 for an argument of the wrong kind
   * @see RFC 9449 §4.2
   */
  async createProof(request: DPoPProofRequest): Promise<string> {
    const { method, url, accessToken = '', nonce = '' } = Object(request) as DPoPProofRequest
    const { origin, pathname } = Object(URL.parse(url)) as URL
    checkOptions({
      method: typeof method === 'string',
      url: /^https?:/.test(origin),
      accessToken: typeof accessToken === 'string',
      nonce: typeof nonce === 'string',
    })
    const input = `${encodeJson({ typ: 'dpop+jwt', alg: this.algorithm, jwk: this.publicJwk })}.${encodeJson({
      jti: crypto.randomUUID(),
      htm: method,
      // As it goes over the wire: not every server undoes needless percent-encoding before it compares.
      htu: origin + pathname,
      iat: Math.floor(this.now() / 1000),
      ath: accessToken ? await sha256(accessToken) : undefined,
      nonce: nonce || undefined,
    })}`
    return `${input}.${encodeBase64url(await crypto.subtle.sign(dpopAlgorithms[this.algorithm], this.keys.privateKey, encodeUtf8(input)))}`
  }
}

function encodeJson(part: object): string {
  return encodeBase64url(encodeUtf8(JSON.stringify(part)))
}
